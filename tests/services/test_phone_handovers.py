"""From a shared computer to one's own phone: once, within minutes, for the same person, and only with a yes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.phone_handovers import (
    ARRIVE_LIFETIME,
    CODE_LIFETIME,
    CODES_AN_HOUR,
    MATCH_LIFETIME,
    HandoverState,
    Stage,
)
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services import phone_handovers as phones
from ctpat_app.services.sessions import Browser, open_session
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.phone_handovers import PhoneHandoverRow
from tests.factories import Cast, a_draft, the_cast

HERE = token_hash("cookie of the terminal")
CODE, ANOTHER = "ABCD-EFGH", "JKLM-NPQR"
PHONE, STRANGER = "token of ana's phone", "token of a bystander's phone"


@dataclass(frozen=True)
class Lobby:
    """Ana at a shared computer, with a draft."""

    cast: Cast
    draft: int
    now: datetime

    def show(self, session: Session, code: str = CODE, *, actor: Actor | None = None, after: float = 0) -> None:
        phones.show_code(
            session,
            actor or self.cast.ana,
            place=phones.Place(self.draft, "apply", "identifiers"),
            digest=HERE,
            terminal="Lobby",
            code=code,
            now=self.now + timedelta(seconds=after),
        )

    def take(
        self, session: Session, token: str = PHONE, *, actor: Actor | None = None, code: str = CODE, after: float = 0
    ) -> str:
        moment = self.now + timedelta(seconds=after)
        return phones.take_code(session, actor, typed=code, phone_token=token, digits="47", now=moment)

    def confirm(self, session: Session, digits: str = "47", *, after: float = 0) -> None:
        moment = self.now + timedelta(seconds=after)
        phones.confirm_phone(session, self.cast.ana, digest=HERE, digits=digits, now=moment)

    def here(self, session: Session, *, after: float = 0) -> phones.Handover:
        moment = self.now + timedelta(seconds=after)
        return phones.look_here(session, self.cast.ana, digest=HERE, now=moment)

    def there(
        self, session: Session, token: str = PHONE, *, actor: Actor | None = None, after: float = 0
    ) -> phones.Handover:
        return phones.look_there(session, actor, phone_token=token, now=self.now + timedelta(seconds=after))

    def arrive(self, session: Session, token: str = PHONE, *, actor: Actor | None = None, after: float = 0) -> str:
        moment = self.now + timedelta(seconds=after)
        return phones.arrive(session, actor or self.cast.ana, phone_token=token, now=moment)


@pytest.fixture
def lobby(session: Session, now: datetime) -> Lobby:
    cast = the_cast(session)
    shared = Browser(shared=True, idle=timedelta(minutes=10))
    open_session(session, user_id=cast.ana.user_id, token="cookie of the terminal", device="", now=now, browser=shared)
    return Lobby(cast, a_draft(session, cast.account, cast.ana), now)


def actions(session: Session) -> list[str]:
    query = select(AuditEventRow.action).where(col(AuditEventRow.action).startswith("phone."))
    return list(session.exec(query.order_by(col(AuditEventRow.id))))


def test_the_whole_way_leads_to_the_place_and_every_step_is_noted(session: Session, lobby: Lobby) -> None:
    lobby.show(session)
    assert phones.open_code(session, "abcd efgh", now=lobby.now) == phones.Handover(Stage.OFFERED, "Lobby")
    assert lobby.take(session) == ""
    assert lobby.here(session) == lobby.there(session) == phones.Handover(Stage.TAKEN, "Lobby", "47")
    lobby.confirm(session)
    assert lobby.there(session).stage is Stage.CONFIRMED
    assert lobby.arrive(session) == f"apply/?draft={lobby.draft}&step=identifiers"
    assert actions(session) == ["phone.offered", "phone.taken", "phone.confirmed", "phone.arrived"]


def test_opening_a_code_uses_nothing_up(session: Session, lobby: Lobby) -> None:
    lobby.show(session)
    for _ in range(30):
        assert phones.open_code(session, CODE, now=lobby.now).stage is Stage.OFFERED
    assert lobby.take(session) == ""


def test_a_code_is_taken_once_and_the_second_phone_is_refused(session: Session, lobby: Lobby) -> None:
    lobby.show(session)
    assert lobby.take(session, STRANGER) == ""
    assert lobby.take(session) == "phone.code-over"
    assert phones.open_code(session, CODE, now=lobby.now).stage is Stage.OVER
    assert lobby.there(session).stage is Stage.OVER


@pytest.mark.parametrize("typed", ["", "ABCD-EFGJ", "' OR 1=1", "ABCDEFGHJKLMNPQR"])
def test_a_guessed_code_looks_like_one_that_is_over(session: Session, lobby: Lobby, typed: str) -> None:
    lobby.show(session)
    assert phones.open_code(session, typed, now=lobby.now) == phones.NONE
    assert lobby.take(session, code=typed) == "phone.code-over"


def test_a_code_that_is_too_old_opens_nothing(session: Session, lobby: Lobby) -> None:
    lobby.show(session)
    late = CODE_LIFETIME.total_seconds()
    assert lobby.take(session, after=late) == "phone.code-over"
    assert lobby.here(session, after=late).stage is Stage.OVER


def test_a_new_code_ends_the_one_before_it(session: Session, lobby: Lobby) -> None:
    lobby.show(session)
    lobby.take(session, STRANGER)
    lobby.show(session, ANOTHER)
    assert lobby.there(session, STRANGER).stage is Stage.OVER
    assert lobby.take(session) == "phone.code-over"
    assert lobby.take(session, code=ANOTHER) == ""


def test_without_a_yes_nobody_arrives(session: Session, lobby: Lobby) -> None:
    lobby.show(session)
    lobby.take(session)
    assert lobby.arrive(session) == ""
    phones.refuse_phone(session, lobby.cast.ana, digest=HERE, now=lobby.now)
    assert lobby.there(session).stage is Stage.REFUSED
    assert lobby.arrive(session) == ""
    with pytest.raises(Refusal, match=r"phone\.changed"):
        lobby.confirm(session)


@pytest.mark.parametrize(("digits", "after"), [("48", 0), ("", 0), ("47", MATCH_LIFETIME.total_seconds())])
def test_a_yes_counts_for_the_digits_that_were_seen_and_in_time(
    session: Session, lobby: Lobby, digits: str, after: float
) -> None:
    lobby.show(session)
    lobby.take(session)
    with pytest.raises(Refusal, match=r"phone\.changed"):
        lobby.confirm(session, digits, after=after)
    assert "phone.confirmed" not in actions(session)


def test_the_phone_of_somebody_else_is_refused_before_and_after_the_yes(session: Session, lobby: Lobby) -> None:
    lobby.show(session)
    assert lobby.take(session, actor=lobby.cast.dan) == "phone.other-person"
    assert "phone.other-person" in actions(session)
    assert lobby.take(session) == ""
    lobby.confirm(session)
    assert lobby.there(session, actor=lobby.cast.dan) == phones.Handover(Stage.OTHER_PERSON)
    assert lobby.arrive(session, actor=lobby.cast.dan) == ""
    assert lobby.arrive(session) != ""


def test_a_phone_that_took_nothing_up_arrives_nowhere(session: Session, lobby: Lobby) -> None:
    lobby.show(session)
    lobby.take(session)
    lobby.confirm(session)
    assert [lobby.arrive(session, token) for token in ("", STRANGER)] == ["", ""]


def test_one_arrives_once_and_within_a_quarter_of_an_hour(session: Session, lobby: Lobby) -> None:
    lobby.show(session)
    lobby.take(session)
    lobby.confirm(session)
    assert lobby.arrive(session, after=ARRIVE_LIFETIME.total_seconds()) == ""
    assert lobby.arrive(session) != ""
    assert lobby.arrive(session) == ""


def test_dan_cannot_make_a_code_for_a_draft_of_others(session: Session, lobby: Lobby) -> None:
    with pytest.raises(NotPermitted):
        lobby.show(session, actor=lobby.cast.dan)
    assert session.exec(select(PhoneHandoverRow)).all() == []


def test_only_a_shared_computer_hands_over_and_only_the_persons_own_session(session: Session, lobby: Lobby) -> None:
    open_session(session, user_id=lobby.cast.ana.user_id, token="at home", device="", now=lobby.now)
    place = phones.Place(lobby.draft, "apply", "")
    for actor, digest in ((lobby.cast.ana, token_hash("at home")), (lobby.cast.ana, "unknown"), (lobby.cast.ben, HERE)):
        with pytest.raises(Refusal, match=r"phone\.not-shared"):
            phones.show_code(session, actor, place=place, digest=digest, terminal="", code=CODE, now=lobby.now)


def test_dan_neither_sees_nor_answers_anything_at_the_terminal_of_ana(session: Session, lobby: Lobby) -> None:
    lobby.show(session)
    lobby.take(session)
    dan = lobby.cast.dan
    assert phones.look_here(session, dan, digest=HERE, now=lobby.now) == phones.NONE
    phones.refuse_phone(session, dan, digest=HERE, now=lobby.now)
    with pytest.raises(Refusal, match=r"phone\.changed"):
        phones.confirm_phone(session, dan, digest=HERE, digits="47", now=lobby.now)
    assert lobby.here(session).stage is Stage.TAKEN


def test_codes_without_end_are_stopped_for_a_while(session: Session, lobby: Lobby) -> None:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    for number in range(CODES_AN_HOUR):
        lobby.show(session, f"AAAA-AAA{letters[number]}")
    with pytest.raises(Refusal, match=r"phone\.too-many"):
        lobby.show(session)
    lobby.show(session, after=3601)


def test_the_database_holds_neither_the_code_nor_what_the_phone_keeps(session: Session, lobby: Lobby) -> None:
    lobby.show(session)
    lobby.take(session)
    row = session.exec(select(PhoneHandoverRow)).one()
    assert not {CODE, PHONE} & {str(value) for value in row.model_dump().values()}


def test_what_is_over_is_forgotten_after_a_day(session: Session, lobby: Lobby) -> None:
    lobby.show(session)
    phones.forget_old_handovers(session, now=lobby.now + timedelta(hours=23))
    assert session.exec(select(PhoneHandoverRow)).all()
    phones.forget_old_handovers(session, now=lobby.now + timedelta(hours=25))
    assert session.exec(select(PhoneHandoverRow)).all() == []


def test_only_one_of_two_phones_at_once_gets_the_code(session: Session, lobby: Lobby) -> None:
    """The second one has read the row before the first has changed it."""
    lobby.show(session)
    row = session.exec(select(PhoneHandoverRow)).one()
    session.expunge(row)
    assert lobby.take(session) == ""
    session.expire_all()
    session.add(row)
    assert row.state == "offered"
    assert phones._move(session, row, HandoverState.OFFERED, state="taken", phone_hash="x") is False
    assert lobby.there(session).stage is Stage.TAKEN
