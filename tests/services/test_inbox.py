"""A person's own inbox: newest first, read by following it or all at once, and never anybody else's."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.notices import KIND_OF, NoticeKind, opening
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.services.inbox import (
    PAGE,
    choose_mails,
    count_unread,
    kinds_of,
    note_all_read,
    note_read,
    read_inbox,
    unmailed_kinds,
)
from ctpat_app.services.notices import tell
from ctpat_app.tables.notices import NoticeRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.words.mails import MAILS
from tests.factories import WHEN, Cast, a_person, a_staff_member, the_cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


def told(session: Session, *people: Actor, times: int = 1, template: str = "model-moved") -> None:
    for number in range(times):
        now = WHEN + timedelta(minutes=number)
        tell(
            session,
            [each.user_id for each in people],
            template=template,
            path="home/",
            now=now,
            company=f"Acme {number}",
        )
    session.flush()


def shown(session: Session, actor: Actor, *, only_unread: bool = False, before: int = 0) -> list[str]:
    inbox = read_inbox(session, actor, only_unread=only_unread, before=before)
    return [notice.params["company"] for notice in inbox.notices]


def first(session: Session, actor: Actor) -> int:
    return read_inbox(session, actor, only_unread=False, before=0).notices[0].id


def test_the_newest_stands_first_and_of_others_nothing(session: Session, cast: Cast) -> None:
    told(session, cast.ana, times=3)
    told(session, cast.dan)
    assert shown(session, cast.ana) == ["Acme 2", "Acme 1", "Acme 0"]
    assert [count_unread(session, each) for each in (cast.ana, cast.ben, cast.dan)] == [3, 0, 1]


def test_a_page_holds_so_many_and_says_where_the_next_begins(session: Session, cast: Cast) -> None:
    told(session, cast.ana, cast.dan, times=PAGE + 1)
    newest = read_inbox(session, cast.ana, only_unread=False, before=0)
    oldest = read_inbox(session, cast.ana, only_unread=False, before=newest.older)
    assert (len(newest.notices), newest.older) == (PAGE, newest.notices[-1].id)
    assert ([each.params["company"] for each in oldest.notices], oldest.older) == (["Acme 0"], 0)
    assert newest.newest == oldest.newest == newest.notices[0].id


def test_following_an_entry_reads_it_once(session: Session, cast: Cast) -> None:
    told(session, cast.ana, times=2)
    followed = first(session, cast.ana)
    for later in (1, 2):
        note_read(session, cast.ana, notice_id=followed, now=WHEN + timedelta(hours=later))
    assert session.get_one(NoticeRow, followed, populate_existing=True).read_at == WHEN + timedelta(hours=1)
    assert shown(session, cast.ana, only_unread=True) == ["Acme 0"]
    assert count_unread(session, cast.ana) == 1


def test_dan_cannot_read_what_ana_was_told(session: Session, cast: Cast) -> None:
    told(session, cast.ana)
    note_read(session, cast.dan, notice_id=first(session, cast.ana), now=WHEN)
    note_all_read(session, cast.dan, up_to=first(session, cast.ana), now=WHEN)
    assert count_unread(session, cast.ana) == 1


def test_what_came_after_the_page_was_shown_stays_unread(session: Session, cast: Cast) -> None:
    told(session, cast.ana, times=2)
    seen = read_inbox(session, cast.ana, only_unread=False, before=0).newest
    told(session, cast.ana)
    note_all_read(session, cast.ana, up_to=seen, now=WHEN)
    assert (shown(session, cast.ana, only_unread=True), count_unread(session, cast.ana)) == (["Acme 0"], 1)


# ---------------------------------------------------------------- which of it is mailed


def mailed(session: Session) -> set[str]:
    return set(session.exec(select(OutboxRow.recipient)).all())


def test_a_kind_that_was_switched_off_stands_in_the_inbox_alone(session: Session, cast: Cast) -> None:
    choose_mails(session, cast.ana, mailed=[NoticeKind.MESSAGES], now=WHEN)
    session.flush()
    told(session, cast.ana, cast.ben)
    assert mailed(session) == {cast.ben.email}
    assert [count_unread(session, each) for each in (cast.ana, cast.ben)] == [1, 1]


def test_what_is_of_no_kind_is_mailed_whatever_was_chosen(session: Session, cast: Cast) -> None:
    choose_mails(session, cast.ana, mailed=[], now=WHEN)
    session.flush()
    told(session, cast.ana, template="handover-offered")
    assert mailed(session) == {cast.ana.email}


def test_the_last_choice_counts_and_only_for_who_chose(session: Session, cast: Cast) -> None:
    choose_mails(session, cast.ana, mailed=[], now=WHEN)
    choose_mails(session, cast.ana, mailed=[NoticeKind.STATUS, "no-kind"], now=WHEN)
    session.flush()
    assert unmailed_kinds(session, cast.ana) == {NoticeKind.ORGANIZATION, NoticeKind.REMINDERS, NoticeKind.MESSAGES}
    assert unmailed_kinds(session, cast.dan) == frozenset()


def test_only_staff_are_asked_about_their_work(session: Session, cast: Cast) -> None:
    sue = a_staff_member(session, a_person(session, "sue"), StaffRole.SUPERVISOR)
    assert NoticeKind.WORK in kinds_of(sue)
    assert NoticeKind.WORK not in kinds_of(cast.ana)


def test_every_template_with_a_kind_exists() -> None:
    assert set(KIND_OF) <= set(MAILS)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("home/", "home/?notice=7"),
        ("sent/?draft=3", "sent/?draft=3&notice=7"),
        ("profile/?draft=3#criterion-1", "profile/?draft=3&notice=7#criterion-1"),
        ("home/#top", "home/?notice=7#top"),
    ],
)
def test_the_address_names_the_entry_that_led_there(path: str, address: str) -> None:
    assert opening(path, 7) == address
