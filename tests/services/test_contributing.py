"""A contributor sees and answers the statements that were given to them, and nothing else of the company."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.errors import NotPermitted, StaleVersion
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.uploads import Target
from ctpat_app.services.access import require_account, require_draft, require_membership
from ctpat_app.services.action_starts import gap_start, open_for_statements
from ctpat_app.services.application import open_application, read_application
from ctpat_app.services.attachments import attach_document, detach_document, list_statements, move_document
from ctpat_app.services.companies import list_companies
from ctpat_app.services.contributing import is_limited, list_given, open_profile, read_profile
from ctpat_app.services.document_facts import Facts, change_facts
from ctpat_app.services.drafts import SavedAnswer, SeenAnswer, add_row, save_answer, save_answers
from ctpat_app.services.exchange import list_exchanges, read_archive, read_exchange
from ctpat_app.services.history import read_history
from ctpat_app.services.home import read_home
from ctpat_app.services.invitations import accept_invitation, send_again, withdraw_invitation
from ctpat_app.services.members import list_members, remove_member
from ctpat_app.services.printing import printed_application
from ctpat_app.services.readiness import read_readiness
from ctpat_app.services.readiness_reviews import list_reviews, open_review, start_review
from ctpat_app.services.statement_shares import (
    give_statements,
    invite_to_statements,
    list_shares,
    take_back,
)
from ctpat_app.services.stored_documents import Wanted
from ctpat_app.services.submissions import read_sign_state
from ctpat_app.services.taken_answers import offer_answers
from ctpat_app.services.trade_accounts import read_trade_account
from ctpat_app.services.uploads import require_upload
from ctpat_app.tables.accounts import InvitationRow
from ctpat_app.tables.documents import DocumentRow
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.pdf import PdfWords
from tests.applicants import a_filled_draft, answer_row
from tests.factories import Cast, a_document, a_member, a_person, an_attachment, the_cast

GIVEN, OTHER = "2.1", "1.1"


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> int:
    return a_filled_draft(session, cast.ana, cast.account, now=now)


@pytest.fixture
def olga(session: Session, cast: Cast, draft: int, now: datetime) -> Actor:
    """Somebody from outside, invited to one statement, who accepted."""
    person = a_person(session, "olga", language="es")
    invite(session, cast.ana, draft, person, f"criterion.{GIVEN}", now=now)
    assert accept_invitation(session, person, token=newest_token(session), now=now) == 0
    return person


def invite(session: Session, who: Actor, draft: int, person: Actor, *places: str, now: datetime) -> None:
    invite_to_statements(
        session, who, draft_id=draft, email=person.email, name="Olga", places=places, language="en", now=now
    )


def newest_token(session: Session) -> str:
    rows = session.exec(select(OutboxRow).where(OutboxRow.template == "invitation-statements")).all()
    path = max(rows, key=lambda row: row.id or 0).params
    return parse_qs(urlsplit(str(json.loads(path)["path"])).query)["token"][0]


def save(session: Session, who: Actor, draft: int, key: str, text: str, now: datetime, version: int = 1) -> SavedAnswer:
    return save_answer(
        session, who, draft_id=draft, key=key, row_key="", seen_version=version, text=text, language="es", now=now
    )


def test_a_contributor_answers_what_was_given_in_their_language(
    session: Session, olga: Actor, draft: int, now: datetime
) -> None:
    saved = save(session, olga, draft, f"criterion.{GIVEN}", "El jefe de seguridad revisa cada lunes.", now)
    assert saved.version == 2
    row = answer_row(session, draft, f"criterion.{GIVEN}")
    assert row
    assert (row.language, row.user_id) == ("es", olga.user_id)
    save(session, olga, draft, f"applicability.{GIVEN}", "not-applicable", now, version=0)


@pytest.mark.parametrize(
    "key",
    [f"criterion.{OTHER}", f"applicability.{OTHER}", "business_types", "identifier_value", "mra_consent", "countries"],
)
def test_a_contributor_cannot_answer_anything_else(
    session: Session, olga: Actor, draft: int, key: str, now: datetime
) -> None:
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        save(session, olga, draft, key, "x", now)
    seen = [SeenAnswer(key, "", 1, "x"), SeenAnswer(f"criterion.{GIVEN}", "", 1, "Lo revisa el jefe.")]
    results = save_answers(session, olga, draft_id=draft, seen=seen, language="es", now=now)
    assert isinstance(results[0], NotPermitted)
    assert isinstance(results[1], SavedAnswer)


def test_a_contributor_sees_these_statements_and_no_fact_of_the_company(
    session: Session, olga: Actor, draft: int, now: datetime
) -> None:
    for opened in (
        read_profile(session, olga, draft_id=draft, now=now),
        open_profile(session, olga, draft_id=draft, now=now),
    ):
        assert is_limited(opened)
        situation = opened.situation
        assert [item.criterion.id for item in situation.criteria] == [GIVEN]
        assert {key for key, _ in situation.book.answers} <= {f"criterion.{GIVEN}", f"applicability.{GIVEN}"}
        assert (situation.facts.members, situation.facts.addresses, situation.types) == ((), (), ())
        assert situation.next_criterion(GIVEN) == ""


def test_members_open_the_whole_profile(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    opened = open_profile(session, cast.ben, draft_id=draft, now=now)
    assert not is_limited(opened)
    assert len(opened.situation.criteria) > 10


Use = Callable[[Session, Actor, int, int, datetime], object]
REFUSED: dict[str, Use] = {
    "open the application": lambda s, who, _, d, n: open_application(s, who, draft_id=d, now=n),
    "read the application": lambda s, who, _, d, n: read_application(s, who, draft_id=d, now=n),
    "ask who may sign": lambda s, who, _, d, n: read_sign_state(s, who, draft_id=d, now=n),
    "print": lambda s, who, _, d, n: printed_application(
        s, who, draft_id=d, localiser=localiser_for("en"), words=PdfWords("en", "Kiosk"), now=n
    ),
    "take over answers": lambda s, who, _, d, n: offer_answers(s, who, draft_id=d, now=n),
    "add a row": lambda s, who, _, d, n: add_row(s, who, draft_id=d, list_id="identifiers", language="en", now=n),
    "see the readiness": lambda s, who, _, d, n: read_readiness(s, who, draft_id=d, now=n),
    "see reviews": lambda s, who, _, d, n: list_reviews(s, who, draft_id=d),
    "start a review": lambda s, who, _, d, n: start_review(s, who, draft_id=d, now=n),
    "open a review": lambda s, who, _, d, n: open_review(s, who, draft_id=d, review_id=1, now=n),
    "see who answers what": lambda s, who, _, d, n: list_shares(s, who, draft_id=d),
    "give statements": lambda s, who, _, d, n: give_statements(
        s, who, draft_id=d, user_id=who.user_id, places=["criterion.1.1"], now=n
    ),
    "invite": lambda s, who, _, d, n: invite_to_statements(
        s, who, draft_id=d, email="x@example.com", name="", places=["criterion.2.1"], language="en", now=n
    ),
    "take back": lambda s, who, _, d, n: take_back(s, who, draft_id=d, share_id=1, now=n),
    "read the history": lambda s, who, a, d, n: read_history(s, who, trade_account_id=a, kind=None, before=0, now=n),
    "see the company": lambda s, who, a, d, n: read_trade_account(s, who, trade_account_id=a),
    "see the people": lambda s, who, a, d, n: list_members(s, who, trade_account_id=a),
    "find actions of gaps": lambda s, who, _, d, n: gap_start(
        s, who, draft_id=d, criterion_id=GIVEN, code="missing-evidence", now=n
    ),
    "count actions": lambda s, who, _, d, n: open_for_statements(s, who, draft_id=d),
    "see the documents": lambda s, who, _, d, n: read_exchange(s, who, draft_id=d, wanted=Wanted(), now=n),
    "see the archive": lambda s, who, _, d, n: read_archive(s, who, draft_id=d, now=n),
    "list the exchanges": lambda s, who, a, d, n: list_exchanges(s, who, trade_account_id=a),
    "see where documents can stand": lambda s, who, _, d, n: list_statements(s, who, draft_id=d, now=n),
    "attach a document": lambda s, who, _, d, n: attach_document(
        s, who, draft_id=d, key=f"criterion.{GIVEN}", document_id=document_of(s), now=n
    ),
    "take a document away": lambda s, who, _, d, n: detach_document(
        s, who, draft_id=d, key=f"criterion.{GIVEN}", document_id=document_of(s), now=n
    ),
    "move a document": lambda s, who, _, d, n: move_document(
        s, who, draft_id=d, key=f"criterion.{GIVEN}", to_key=f"criterion.{OTHER}", document_id=document_of(s), now=n
    ),
    "note facts": lambda s, who, _, d, n: change_facts(
        s, who, document_id=document_of(s), seen_version=1, facts=Facts(note="x"), now=n
    ),
    "replace a document": lambda s, who, _, d, n: require_upload(s, who, Target(document_id=document_of(s))),
    "upload into the exchange": lambda s, who, _, d, n: require_upload(s, who, Target(model_id=model_of(s, d))),
    "be a member": lambda s, who, a, d, n: require_membership(s, who, a),
    **{
        f"hold {each}": lambda s, who, a, d, n, each=each: require_account(s, who, a, each)  # type: ignore[misc]
        for each in Permission
    },
    **{
        f"hold {each} in the draft": lambda s, who, a, d, n, each=each: require_draft(s, who, d, each)  # type: ignore[misc]
        for each in Permission
    },
}


def model_of(session: Session, draft: int) -> int:
    return session.get_one(DraftRow, draft).subject_id


def document_of(session: Session) -> int:
    return session.exec(select(DocumentRow.id)).first() or 0


@pytest.mark.parametrize("use", REFUSED)
def test_a_contributor_cannot(session: Session, cast: Cast, olga: Actor, draft: int, use: str, now: datetime) -> None:
    # Even the document beside their own statement is theirs to read alone.
    document = a_document(session, cast.ana, model_of(session, draft))
    an_attachment(session, cast.ana, draft, document, key=f"criterion.{GIVEN}")
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        REFUSED[use](session, olga, cast.account, draft, now)


def test_a_contributor_has_no_company_and_no_application_of_their_own(
    session: Session, olga: Actor, draft: int, now: datetime
) -> None:
    home = read_home(session, olga, now=now)
    assert (home.accounts, home.applications) == ((), ())
    assert list_companies(session, olga, account_id=0, draft_id=draft, now=now) == ()


def test_the_list_names_company_giver_and_statements(session: Session, olga: Actor, draft: int, now: datetime) -> None:
    (part,) = list_given(session, olga, now=now)
    assert (part.draft_id, part.company, part.given_by) == (draft, "Acme Carriers SA", ("Ana",))
    assert [item.criterion.id for item in part.situation.criteria] == [GIVEN]


def test_what_is_taken_back_is_closed_at_once(
    session: Session, cast: Cast, olga: Actor, draft: int, now: datetime
) -> None:
    (share,) = list_shares(session, cast.ben, draft_id=draft).shares
    assert (share.name, share.outside, share.waiting) == ("Olga", True, False)
    take_back(session, cast.ben, draft_id=draft, share_id=share.id, now=now)
    take_back(session, cast.ben, draft_id=draft, share_id=share.id, now=now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        save(session, olga, draft, f"criterion.{GIVEN}", "x", now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        open_profile(session, olga, draft_id=draft, now=now)
    assert list_given(session, olga, now=now) == ()


def test_nobody_overwrites_what_they_have_not_seen(
    session: Session, cast: Cast, olga: Actor, draft: int, now: datetime
) -> None:
    save(session, cast.ben, draft, f"criterion.{GIVEN}", "Ben's text.", now)
    with pytest.raises(StaleVersion):
        save(session, olga, draft, f"criterion.{GIVEN}", "Texto de Olga.", now)


def test_a_whole_category_is_given_and_more_later(
    session: Session, cast: Cast, olga: Actor, draft: int, now: datetime
) -> None:
    places = ["category.cybersecurity"]
    assert give_statements(session, cast.ana, draft_id=draft, user_id=olga.user_id, places=places, now=now) == 1
    assert give_statements(session, cast.ana, draft_id=draft, user_id=olga.user_id, places=places, now=now) == 0
    opened = open_profile(session, olga, draft_id=draft, now=now)
    categories = {item.criterion.category for item in opened.situation.criteria}
    assert "cybersecurity" in categories
    assert len(opened.situation.criteria) > 1


def test_only_who_manages_users_lets_people_in(
    session: Session, cast: Cast, olga: Actor, draft: int, now: datetime
) -> None:
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        invite(session, cast.chloe, draft, cast.dan, f"criterion.{GIVEN}", now=now)
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        give_statements(session, cast.chloe, draft_id=draft, user_id=olga.user_id, places=["criterion.1.1"], now=now)


def test_who_is_taken_out_of_the_company_loses_what_they_were_given_from_outside(
    session: Session, cast: Cast, olga: Actor, draft: int, now: datetime
) -> None:
    member = a_member(session, cast.account, olga)
    assert not is_limited(open_profile(session, olga, draft_id=draft, now=now))
    later = now + timedelta(hours=1)
    remove_member(session, cast.ana, trade_account_id=cast.account, member_id=member, now=later)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        open_profile(session, olga, draft_id=draft, now=later)


def test_what_a_member_was_given_opens_nothing_once_they_are_gone(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    give_statements(session, cast.ana, draft_id=draft, user_id=cast.ben.user_id, places=["criterion.1.1"], now=now)
    assert [part.draft_id for part in list_given(session, cast.ben, now=now)] == [draft]
    ben = next(each for each in list_members(session, cast.ana, trade_account_id=cast.account) if each.name == "Ben")
    remove_member(session, cast.ana, trade_account_id=cast.account, member_id=ben.id, now=now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        open_profile(session, cast.ben, draft_id=draft, now=now)
    assert list_given(session, cast.ben, now=now) == ()
    assert list_shares(session, cast.ana, draft_id=draft).shares == ()


def test_an_invitation_sent_again_brings_the_statements_and_a_withdrawn_one_does_not(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    pia = a_person(session, "pia")
    invite(session, cast.ana, draft, pia, f"criterion.{GIVEN}", now=now)
    row = session.exec(select(InvitationRow).where(InvitationRow.email_key == pia.email)).one()
    assert row.id
    assert list_shares(session, cast.ana, draft_id=draft).shares[0].waiting
    again = send_again(session, cast.ana, trade_account_id=cast.account, invitation_id=row.id, language="en", now=now)
    token = newest_token(session)
    accept_invitation(session, pia, token=token, now=now)
    accept_invitation(session, pia, token=token, now=now)
    assert len(list_given(session, pia, now=now)) == 1
    quentin = a_person(session, "quentin")
    invite(session, cast.ana, draft, quentin, f"criterion.{GIVEN}", now=now)
    waiting = session.exec(select(InvitationRow).where(InvitationRow.email_key == quentin.email)).one()
    assert waiting.id
    assert waiting.id != again.id
    withdraw_invitation(session, cast.ana, trade_account_id=cast.account, invitation_id=waiting.id, now=now)
    assert [each.name for each in list_shares(session, cast.ana, draft_id=draft).shares] == ["Pia"]


def test_dan_cannot_use_an_invitation_of_somebody_else(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    pia = a_person(session, "pia")
    invite(session, cast.ana, draft, pia, f"criterion.{GIVEN}", now=now)
    with pytest.raises(NotPermitted, match=r"invitation\.other-address"):
        accept_invitation(session, cast.dan, token=newest_token(session), now=now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        open_profile(session, cast.dan, draft_id=draft, now=now)


def test_the_company_reads_by_name_who_answered_from_outside(
    session: Session, cast: Cast, olga: Actor, draft: int, now: datetime
) -> None:
    save(session, olga, draft, f"criterion.{GIVEN}", "Lo revisa el jefe de seguridad.", now)
    history = read_history(session, cast.ana, trade_account_id=cast.account, kind=None, before=0, now=now)
    told = {(each.action, each.person, each.role) for each in history.entries}
    assert ("answer.saved", "Olga", "contributor") in told
    assert ("statements.accepted", "Olga", "contributor") in told
