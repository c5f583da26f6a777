"""Who was given which statement, alone or with its category."""

from datetime import datetime

from sqlmodel import Session

from ctpat_app.services.statement_shares import give_statements, list_shares
from ctpat_app.state.answerers import answerers_in, given_to
from tests.applicants import a_filled_draft
from tests.factories import the_cast


def test_a_person_is_told_what_was_given_to_them_and_others_by_name(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    for person, places in ((cast.ben, ["criterion.2.1", "category.seal-security"]), (cast.chloe, ["criterion.2.1"])):
        give_statements(session, cast.ana, draft_id=draft, user_id=person.user_id, places=places, now=now)
    shares = list_shares(session, cast.ana, draft_id=draft)
    seals = {key for key, each in shares.library.criteria.items() if each.category == "seal-security"}
    assert given_to(shares, cast.ben.user_id) == {"2.1"} | seals
    assert given_to(shares, cast.chloe.user_id) == {"2.1"}
    assert given_to(shares, cast.ana.user_id) == frozenset()
    assert answerers_in(shares) == {"2.1": ["Ben", "Chloe"]} | {key: ["Ben"] for key in seals}
