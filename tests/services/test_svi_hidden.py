"""A company that is not to be found cannot be inferred: not by search, count, timing, request, alert or export."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.svi import Direction, LinkState, Settings
from ctpat_app.services.svi_links import accept_request, send_request
from ctpat_app.services.svi_lists import FoundPartners, Partner, Shown, read_monitoring, read_shared, search_partners
from ctpat_app.services.svi_membership import change_settings, leave_svi
from ctpat_app.services.svi_standing import follow_status
from ctpat_app.tables.notices import NoticeRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.svi import SviLinkRow
from tests.factories import WHEN
from tests.svi import Participant, a_certified_company, a_participant

LATER = WHEN + timedelta(days=2)
NAME = "Yellow Trucking"

Hide = Callable[[Session], Participant]


def never_joined(session: Session) -> Participant:
    return a_certified_company(session, "eve", NAME)


def not_searchable(session: Session) -> Participant:
    return a_participant(session, "eve", NAME, settings=Settings(searchable=False))


def hid_later(session: Session) -> Participant:
    company = a_participant(session, "eve", NAME)
    change_settings(
        session, company.officer, security_model_id=company.model, settings=Settings(searchable=False), now=WHEN
    )
    return company


def has_left(session: Session) -> Participant:
    company = a_participant(session, "eve", NAME)
    leave_svi(session, company.officer, security_model_id=company.model, now=WHEN)
    return company


def lost_its_standing(session: Session) -> Participant:
    company = a_participant(session, "eve", NAME)
    move(session, company, Status.SUSPENDED)
    return company


HIDDEN = pytest.mark.parametrize("hide", [never_joined, not_searchable, hid_later, has_left, lost_its_standing])


def move(session: Session, company: Participant, status: Status) -> None:
    row = session.get_one(SecurityModelRow, company.model)
    before, row.status = Status(row.status), status
    follow_status(session, row, before, LATER)
    session.flush()


def search(session: Session, by: Participant, typed: str) -> FoundPartners:
    return search_partners(session, by.officer, security_model_id=by.model, typed=typed)


def ask(session: Session, by: Participant, partner: int) -> LinkState:
    return send_request(
        session, by.officer, security_model_id=by.model, partner_id=partner, direction=Direction.ASK, now=WHEN
    )


def linked(session: Session, watcher: Participant, watched: Participant) -> int:
    ask(session, watcher, watched.model)
    link = session.exec(select(SviLinkRow.id).order_by(col(SviLinkRow.id).desc())).first() or 0
    accept_request(session, watched.officer, link_id=link, now=WHEN)
    return link


def ended(session: Session, watcher: Participant) -> list[Partner]:
    return list(read_monitoring(session, watcher.officer, security_model_id=watcher.model, shown=Shown.REVOKED).i_watch)


@contextmanager
def noted(engine: Engine) -> Iterator[list[tuple[str, str]]]:
    """Yield the statements that run within the block, with what they ask for."""
    ran: list[tuple[str, str]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_more: object) -> None:
        ran.append((statement, repr(parameters)))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        event.remove(engine, "before_cursor_execute", note)


@HIDDEN
@pytest.mark.parametrize("typed", ["Yellow", NAME, "w Tr", "Tru"])
def test_a_search_finds_counts_and_asks_as_if_it_did_not_exist(
    session: Session, shared_engine: Engine, hide: Hide, typed: str
) -> None:
    ana = a_participant(session, "ana", "Importer Inc")
    a_participant(session, "dan", "True North Trucks")
    with noted(shared_engine) as before:
        without = search(session, ana, typed)
    hide(session)
    session.flush()
    with noted(shared_engine) as after:
        assert search(session, ana, typed) == without
    assert after == before


@HIDDEN
def test_a_request_is_refused_in_the_same_words_after_the_same_questions(
    session: Session, shared_engine: Engine, hide: Hide
) -> None:
    ana, hidden = a_participant(session, "ana", "Importer Inc"), hide(session)
    session.flush()

    def refused(partner: int) -> tuple[str, list[str]]:
        with noted(shared_engine) as ran, pytest.raises(Refusal) as told:
            ask(session, ana, partner)
        return told.value.code, [statement for statement, _parameters in ran]

    code, statements = refused(hidden.model)
    nobody, fewest = refused(99_999)
    assert code == nobody == "svi.partner-unknown"
    assert statements[: len(fewest)] == fewest
    # What follows looks at one row by its key; only for a participant who hides, and only once.
    assert len(statements) - len(fewest) <= 1
    assert session.exec(select(SviLinkRow)).all() == []


@HIDDEN
def test_nobody_hears_what_becomes_of_it(session: Session, hide: Hide) -> None:
    ana, hidden = a_participant(session, "ana", "Importer Inc"), hide(session)
    for status in (Status.CERTIFIED_VALIDATED, Status.SUSPENDED):
        move(session, hidden, status)
    assert session.exec(select(NoticeRow).where(NoticeRow.user_id == ana.officer.user_id)).all() == []


@pytest.mark.parametrize("leaves", [True, False], ids=["leaves", "loses its standing"])
def test_the_lists_and_their_export_do_not_tell_why_a_partner_is_gone(session: Session, leaves: bool) -> None:
    ana, eve = a_participant(session, "ana", "Importer Inc"), a_participant(session, "eve", NAME)
    link = linked(session, ana, eve)
    if leaves:
        leave_svi(session, eve.officer, security_model_id=eve.model, now=LATER)
    else:
        move(session, eve, Status.SUSPENDED)
    assert read_monitoring(session, ana.officer, security_model_id=ana.model).i_watch == ()
    [gone] = ended(session, ana)
    assert (gone.state, gone.status) == (LinkState.BROKEN, None)
    with pytest.raises(Refusal, match="access"):
        read_shared(session, ana.officer, link_id=link)
