"""Practising: apart from every company, one's own alone, thrown away after a week; and the guides that come of it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, col, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.practice import KEPT_FOR, MOST_OWN, Act
from ctpat_app.services import practice, practice_guides
from ctpat_app.services.library import keep_current
from ctpat_app.services.outbox import newest_mails
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.tables.practice import PracticeGuideRow, PracticeRow
from tests.applicants import a_filled_draft
from tests.factories import Cast, a_person, a_staff_member, an_answer, an_assignment, the_cast

SECRET = "Quetzal 7319 guards the gate"
OURS = {"practice", "practice_guide", "audit_event", "audit_head", "outbox"}
"""All that practising may write to."""


@pytest.fixture
def cast(session: Session, now: datetime) -> Cast:
    keep_current(session, now=now)
    return the_cast(session)


@pytest.fixture
def finn(session: Session, cast: Cast) -> Actor:
    return a_staff_member(session, cast.finn, StaffRole.HELP_DESK)


def begin(session: Session, actor: Actor, now: datetime, until: str = "identifiers", role: str = "officer") -> int:
    return practice.begin_practice(
        session, actor, types=("foreign-manufacturer",), country="MX", role=role, until=until, now=now
    )


def read(session: Session, actor: Actor, number: int, now: datetime) -> practice.Practice:
    return practice.read_practice(session, actor, practice_id=number, now=now)


def answer(session: Session, actor: Actor, number: int, now: datetime, key: str, text: str, row: str = "") -> object:
    return practice.answer_practice(
        session, actor, practice_id=number, place="identifiers", key=key, row=row, text=text, now=now
    )


def dump(session: Session) -> dict[str, list[str]]:
    session.flush()
    return {
        table.name: sorted(map(str, session.connection().execute(table.select())))
        for table in SQLModel.metadata.sorted_tables
        if table.name not in OURS
    }


def record(session: Session, actor: Actor, now: datetime) -> int:
    """Return a practice in which a MID was entered while recording."""
    number = begin(session, actor, now)
    place: dict[str, Any] = {"practice_id": number, "place": "identifiers", "now": now}
    practice.set_recording(session, actor, wanted=True, **place)
    practice.set_practice_row(session, actor, list_id="identifiers", row="", **place)
    (row,) = read(session, actor, number, now).situation.book.rows("identifiers")
    answer(session, actor, number, now, "identifier_kind", "mid", row)
    answer(session, actor, number, now, "identifier_value", "MXMAQ123TIJ", row)
    practice.note_place(session, actor, act=Act.CONTINUE, **place)
    return number


# ---------------------------------------------------------------- who


@pytest.mark.parametrize("role", [StaffRole.HELP_DESK, StaffRole.SUPERVISOR, StaffRole.SPECIALIST])
def test_help_desk_specialists_and_supervisors_practise(
    session: Session, cast: Cast, now: datetime, role: StaffRole
) -> None:
    person = a_staff_member(session, a_person(session), role)
    assert read(session, person, begin(session, person, now), now).role == "officer"


@pytest.mark.parametrize("role", [StaffRole.HEADQUARTERS, StaffRole.LIBRARY_ADMIN, StaffRole.CONTENT_EDITOR])
def test_no_other_staff_does(session: Session, cast: Cast, now: datetime, role: StaffRole) -> None:
    with pytest.raises(NotPermitted):
        begin(session, a_staff_member(session, a_person(session), role), now)


def test_dan_cannot(session: Session, cast: Cast, finn: Actor, now: datetime) -> None:
    number, dan = begin(session, finn, now), cast.dan
    attempts: tuple[Callable[[], object], ...] = (
        lambda: begin(session, dan, now),
        lambda: read(session, dan, number, now),
        lambda: practice.list_practices(session, dan),
        lambda: practice.delete_practice(session, dan, practice_id=number, now=now),
    )
    for use_case in attempts:
        with pytest.raises(NotPermitted):
            use_case()


def test_another_member_of_staff_does_not_see_it(session: Session, cast: Cast, finn: Actor, now: datetime) -> None:
    number = begin(session, finn, now)
    sue = a_staff_member(session, a_person(session, "sue"), StaffRole.SUPERVISOR)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: read(session, sue, number, now),
        lambda: answer(session, sue, number, now, "identifier_kind", "mid"),
        lambda: practice_guides.remove_line(session, sue, practice_id=number, number=0, now=now),
        lambda: practice.read_practice(session, finn, practice_id=number + 999, now=now),
    )
    for use_case in attempts:
        with pytest.raises(NotPermitted):
            use_case()
    assert practice.list_practices(session, sue) == ()


# ---------------------------------------------------------------- apart from what is real


def test_nothing_of_a_practice_stands_in_any_other_table(
    session: Session, cast: Cast, finn: Actor, now: datetime
) -> None:
    before = dump(session)
    number = record(session, finn, now)
    practice_guides.send_guide(
        session,
        finn,
        practice_id=number,
        email="nora@example.com",
        language="es",
        languages=("en", "es"),
        note_language="en",
        token="t",
        now=now,
    )
    practice.delete_practice(session, finn, practice_id=number, now=now)
    assert dump(session) == before


def test_along_a_form_the_path_is_the_same_and_no_typed_word_is_taken(
    session: Session, cast: Cast, finn: Actor, now: datetime
) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, "foreign-manufacturer", now=now)
    an_answer(session, draft, cast.ana, "criterion.not-asked", SECRET)
    session.flush()
    number = practice.practise_draft(session, finn, draft_id=draft, role="employee", until="security-profile", now=now)
    row = session.exec(select(PracticeRow)).one()
    found = read(session, finn, number, now)
    assert found.situation.types == ("foreign-manufacturer",)
    assert SECRET not in row.answers
    typed = [text for text in session.exec(select(AuditEventRow.subject)) if SECRET in text]
    assert typed == []
    assert not {"Our guard checks it"} & {text[:19] for _key, _row, text, _version in json.loads(row.answers)}
    trail = select(AuditEventRow.action).where(AuditEventRow.chain == cast.account)
    assert "practice.along-a-form" in session.exec(trail).all()


def test_a_specialist_practises_along_forms_of_their_companies_alone(
    session: Session, cast: Cast, now: datetime
) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, "foreign-manufacturer", now=now)
    eva = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    with pytest.raises(NotPermitted):
        practice.practise_draft(session, eva, draft_id=draft, role="officer", until="", now=now)
    an_assignment(session, cast.account, eva)
    assert practice.practise_draft(session, eva, draft_id=draft, role="officer", until="", now=now)


def test_what_is_over_is_thrown_away_and_a_deleted_one_is_gone_at_once(
    session: Session, cast: Cast, finn: Actor, now: datetime
) -> None:
    number, other = begin(session, finn, now), begin(session, finn, now)
    practice.delete_practice(session, finn, practice_id=other, now=now)
    assert [each.practice_id for each in practice.list_practices(session, finn)] == [number]
    assert practice.forget_old_practices(session, now=now + KEPT_FOR - timedelta(hours=1)) == 0
    with pytest.raises(NotPermitted):
        read(session, finn, number, now + KEPT_FOR)
    assert practice.forget_old_practices(session, now=now + KEPT_FOR) == 1


def test_one_person_has_not_more_than_a_few(session: Session, cast: Cast, finn: Actor, now: datetime) -> None:
    for _ in range(MOST_OWN):
        begin(session, finn, now)
    with pytest.raises(Refusal, match=r"practice\.too-many"):
        begin(session, finn, now)


# ---------------------------------------------------------------- answering


def test_answers_are_checked_like_real_ones(session: Session, cast: Cast, finn: Actor, now: datetime) -> None:
    number = begin(session, finn, now, until="eligibility")
    with pytest.raises(InvalidValue, match=r"question\.unknown"):
        answer(session, finn, number, now, "nothing", "x")
    with pytest.raises(InvalidValue):
        answer(session, finn, number, now, "eligibility.common.agreement", "perhaps")
    saved = practice.answer_practice(
        session,
        finn,
        practice_id=number,
        place="eligibility",
        key="eligibility.common.agreement",
        row="",
        text="yes",
        now=now,
    )
    assert (saved.value, saved.changed) == ("yes", True)
    assert read(session, finn, number, now).situation.book.text("eligibility.common.agreement") == "yes"


def test_the_role_decides_what_can_be_answered(session: Session, cast: Cast, finn: Actor, now: datetime) -> None:
    number = begin(session, finn, now, role="consultant")
    practice.set_practice_row(
        session, finn, practice_id=number, place="identifiers", list_id="identifiers", row="", now=now
    )
    (row,) = read(session, finn, number, now).situation.book.rows("identifiers")
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        answer(session, finn, number, now, "identifier_kind", "mid", row)


def test_a_personal_number_is_never_kept(session: Session, cast: Cast, finn: Actor, now: datetime) -> None:
    number = practice.begin_practice(
        session, finn, types=("us-importer",), country="US", role="officer", until="identifiers", now=now
    )
    practice.set_practice_row(
        session, finn, practice_id=number, place="identifiers", list_id="identifiers", row="", now=now
    )
    (row,) = read(session, finn, number, now).situation.book.rows("identifiers")
    answer(session, finn, number, now, "identifier_kind", "ior-ssn", row)
    answer(session, finn, number, now, "identifier_value", "123-45-6789", row)
    assert "123-45-6789" not in session.exec(select(PracticeRow)).one().answers


@pytest.mark.parametrize(("list_id", "row"), [("nothing", ""), ("contacts", ""), ("identifiers", "none")])
def test_rows_that_are_none_are_refused(
    session: Session, cast: Cast, finn: Actor, now: datetime, list_id: str, row: str
) -> None:
    number = begin(session, finn, now)
    with pytest.raises(InvalidValue, match=r"row\.unknown"):
        practice.set_practice_row(
            session, finn, practice_id=number, place="identifiers", list_id=list_id, row=row, now=now
        )


@pytest.mark.parametrize(
    ("change", "code"), [({"types": ()}, "practice.types-missing"), ({"role": "trade-user"}, "choice.unknown")]
)
def test_what_cannot_be_practised_is_told(
    session: Session, cast: Cast, finn: Actor, now: datetime, change: dict[str, object], code: str
) -> None:
    usual: dict[str, object] = {"types": ("us-importer",), "country": "US", "role": "officer", "until": ""}
    with pytest.raises(InvalidValue) as refusal:
        practice.begin_practice(session, finn, now=now, **(usual | change))  # type: ignore[arg-type]
    assert refusal.value.code == code


# ---------------------------------------------------------------- the guide


def test_recording_notes_what_was_done_and_never_what_was_typed(
    session: Session, cast: Cast, finn: Actor, now: datetime
) -> None:
    number = record(session, finn, now)
    lines = read(session, finn, number, now).lines
    assert [(line.act, line.key, line.choice) for line in lines] == [
        (Act.OPEN, "", ""),
        (Act.ADD, "identifiers", ""),
        (Act.CHOOSE, "identifier_kind", "mid"),
        (Act.TYPE, "identifier_value", ""),
        (Act.CONTINUE, "", ""),
    ]
    assert "MXMAQ123TIJ" not in session.exec(select(PracticeRow)).one().lines


def test_nothing_is_noted_while_nobody_records(session: Session, cast: Cast, finn: Actor, now: datetime) -> None:
    number = begin(session, finn, now)
    practice.note_place(session, finn, practice_id=number, place="identifiers", act=Act.OPEN, now=now)
    assert read(session, finn, number, now).lines == ()


def test_a_guide_is_put_in_order_sent_and_read_with_its_link(
    session: Session, cast: Cast, finn: Actor, now: datetime
) -> None:
    number = record(session, finn, now)
    practice_guides.remove_line(session, finn, practice_id=number, number=0, now=now)
    practice_guides.move_line(session, finn, practice_id=number, number=0, up=False, now=now)
    practice_guides.note_line(session, finn, practice_id=number, number=0, note="It is on the entry form", now=now)
    practice_guides.send_guide(
        session, finn, practice_id=number, email="Nora@Example.com", language="es", languages=("en", "es"),
        note_language="en", token="the token", now=now,
    )  # fmt: skip
    (mail,) = [each for each in newest_mails(session) if each.template == "practice-guide"]
    assert (mail.recipient, mail.language) == ("Nora@Example.com", "es")
    assert mail.params["path"] == "/es/guide/?token=the+token"
    practice.delete_practice(session, finn, practice_id=number, now=now)
    guide = practice_guides.open_guide(session, token="the token", now=now)
    assert [line.act for line in guide.lines] == [Act.CHOOSE, Act.ADD, Act.TYPE, Act.CONTINUE]
    assert (guide.lines[0].note, guide.note_language) == ("It is on the entry form", "en")


@pytest.mark.parametrize("token", ["", "another token"])
def test_a_link_that_never_was_or_is_too_old_shows_nothing(
    session: Session, cast: Cast, finn: Actor, now: datetime, token: str
) -> None:
    number = record(session, finn, now)
    practice_guides.send_guide(
        session,
        finn,
        practice_id=number,
        email="nora@example.com",
        language="en",
        languages=("en", "es"),
        note_language="en",
        token="t",
        now=now,
    )
    for moment, wanted in ((now, token), (now + timedelta(days=91), "t")):
        with pytest.raises(InvalidValue, match=r"practice\.guide-over"):
            practice_guides.open_guide(session, token=wanted, now=moment)
    assert session.exec(select(PracticeGuideRow)).one().token_hash != "t"


@pytest.mark.parametrize(("email", "code"), [("", "email.missing"), ("nora", "email.no-at")])
def test_a_guide_goes_to_an_address(
    session: Session, cast: Cast, finn: Actor, now: datetime, email: str, code: str
) -> None:
    number = record(session, finn, now)
    with pytest.raises(InvalidValue) as refusal:
        practice_guides.send_guide(
            session,
            finn,
            practice_id=number,
            email=email,
            language="en",
            languages=("en", "es"),
            note_language="en",
            token="t",
            now=now,
        )
    assert refusal.value.code == code


def test_a_guide_goes_out_in_a_language_of_the_kiosk(session: Session, cast: Cast, finn: Actor, now: datetime) -> None:
    number = record(session, finn, now)
    with pytest.raises(InvalidValue, match=r"choice\.unknown"):
        practice_guides.send_guide(
            session,
            finn,
            practice_id=number,
            email="nora@example.com",
            language="xx",
            languages=("en", "es"),
            note_language="en",
            token="t",
            now=now,
        )


def test_an_empty_guide_is_not_sent(session: Session, cast: Cast, finn: Actor, now: datetime) -> None:
    number = begin(session, finn, now)
    with pytest.raises(Refusal, match=r"practice\.empty"):
        practice_guides.send_guide(
            session,
            finn,
            practice_id=number,
            email="nora@example.com",
            language="en",
            languages=("en", "es"),
            note_language="en",
            token="t",
            now=now,
        )
    assert session.exec(select(OutboxRow).where(col(OutboxRow.template) == "practice-guide")).all() == []


def test_staff_who_are_none_any_more_have_no_practice(session: Session, cast: Cast, finn: Actor, now: datetime) -> None:
    number = begin(session, finn, now)
    with pytest.raises(NotPermitted):
        read(session, replace(finn, staff_role=None), number, now)
