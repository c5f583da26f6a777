"""Sending questionnaires: all or none, once, within limits; anew, longer, again, back; and the list of them."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.inquiries import MAX_A_DAY, MAX_AT_ONCE, InquiryState, expiry
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.inquiries import (
    Sending,
    extend_inquiry,
    list_recipients,
    revoke_inquiry,
    send_again,
    send_link_anew,
    send_questionnaire,
)
from ctpat_app.services.inquiry_lists import InquiryList, Shown, list_inquiries
from ctpat_app.services.library import current_library, keep_current
from ctpat_app.services.questionnaires import retire_questionnaire
from ctpat_app.tables.inquiries import InquiryEventRow, InquiryLinkRow, InquiryRow, InquiryVisitRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.tables.partners import PartnerRow, QuestionnaireRow
from tests.factories import Cast, the_cast
from tests.inquiries import LANGUAGES, a_partner, a_questionnaire, a_signed_inquiry, an_inquiry, link_of


@pytest.fixture
def cast(session: Session, now: datetime) -> Cast:
    keep_current(session, now=now)
    return the_cast(session)


def sending(questionnaire: int, *partners: int, now: datetime, days: int = 30, renew_months: int = 0) -> Sending:
    return Sending(questionnaire, partners, now.date() + timedelta(days), renew_months)


def send(session: Session, cast: Cast, what: Sending, now: datetime, actor: Actor | None = None) -> tuple[int, ...]:
    return send_questionnaire(
        session, actor or cast.ana, trade_account_id=cast.account, sending=what, languages=LANGUAGES, now=now
    )


def mails(session: Session, template: str) -> list[OutboxRow]:
    return list(session.exec(select(OutboxRow).where(OutboxRow.template == template).order_by(col(OutboxRow.id))).all())


def row(session: Session, number: int) -> InquiryRow:
    return session.get_one(InquiryRow, number)


def listed(session: Session, cast: Cast, now: datetime, shown: Shown = Shown.OPEN) -> InquiryList:
    return list_inquiries(session, cast.chloe, trade_account_id=cast.account, shown=shown, now=now)


def is_refused(session: Session, attempt: Callable[[], object], kind: type[Refusal], code: str) -> None:
    """Expect the refusal, and undo what was done before it, as the caller's transaction would."""
    undone = session.begin_nested()
    with pytest.raises(kind, match=code):
        attempt()
    undone.rollback()
    session.expire_all()


# ---------------------------------------------------------------- sending


def test_each_partner_gets_a_link_of_its_own_in_its_language(session: Session, cast: Cast, now: datetime) -> None:
    questionnaire = a_questionnaire(session, cast.account, cast.ana, now=now)
    first = a_partner(session, cast.account, cast.ana)
    second = a_partner(session, cast.account, cast.ana, name="山田運輸", email="li@yamada.example", language="zh-Hans")
    numbers = send(session, cast, sending(questionnaire, second, first, now=now, renew_months=12), now)
    assert [row(session, each).partner_id for each in numbers] == [first, second]
    sent = mails(session, "inquiry-sent")
    assert [(each.recipient, each.language) for each in sent] == [
        ("ines@norte.example", "es"),
        ("li@yamada.example", "zh-Hans"),
    ]
    for mail, number in zip(sent, numbers, strict=True):
        params = json.loads(mail.params)
        path, token = params["path"].split("?token=")
        link = session.get_one(InquiryLinkRow, link_of(session, number))
        assert path == f"/{mail.language}/inquiry-link/"
        assert link.token_hash == token_hash(token)
        assert link.expires_at == row(session, number).expires_at == expiry(row(session, number).due_on)
        assert params["company"] == "Acme Carriers SA"
    kept = row(session, numbers[0])
    assert (kept.state, kept.renew_months, kept.library_hash) == (InquiryState.SENT, 12, current_library().hash)
    assert len({each.reference for each in (row(session, number) for number in numbers)}) == 2


def test_nothing_is_sent_unless_everything_can_be(session: Session, cast: Cast, now: datetime) -> None:
    questionnaire = a_questionnaire(session, cast.account, cast.ana, now=now)
    good = a_partner(session, cast.account, cast.ana)
    silent = a_partner(session, cast.account, cast.ana, name="Silent Ltd", email="")
    foreign = a_partner(session, cast.account, cast.ana, name="Klingon Freight", language="tlh")
    with pytest.raises(FormFaults) as refused:
        send(session, cast, sending(questionnaire, good, silent, foreign, now=now, days=0, renew_months=99), now)
    codes = {field: fault.code for field, fault in refused.value.faults.items()}
    assert codes == {
        "partners": "inquiry.partner-lacks",
        "due_on": "inquiry.due-past",
        "renew_months": "inquiry.renew-range",
    }
    assert refused.value.faults["partners"].params["names"] == "Silent Ltd, Klingon Freight"
    assert mails(session, "inquiry-sent") == []
    lacks = {
        each.name: each.lacks
        for each in list_recipients(session, cast.ana, trade_account_id=cast.account, languages=LANGUAGES)
    }
    assert lacks == {
        "Klingon Freight": "inquiry.lacks-language",
        "Silent Ltd": "inquiry.lacks-email",
        "Transportes del Norte": "",
    }


def test_pressed_twice_it_is_sent_once(session: Session, cast: Cast, now: datetime) -> None:
    questionnaire = a_questionnaire(session, cast.account, cast.ana, now=now)
    what = sending(questionnaire, a_partner(session, cast.account, cast.ana), now=now)
    [number] = send(session, cast, what, now)
    with pytest.raises(FormFaults) as refused:
        send(session, cast, what, now)
    assert refused.value.faults["partners"].code == "inquiry.open-already"
    revoke_inquiry(session, cast.ana, inquiry_id=number, seen_version=1, now=now)
    assert len(send(session, cast, what, now)) == 1


def test_a_storm_of_mails_is_stopped(session: Session, cast: Cast, now: datetime) -> None:
    number = an_inquiry(session, cast.account, cast.ana, now=now)
    template = session.get_one(InquiryLinkRow, link_of(session, number)).model_dump(exclude={"id", "token_hash"})
    session.add_all(InquiryLinkRow(**template, token_hash=f"{each:064}") for each in range(MAX_A_DAY - 2))
    session.flush()
    questionnaire = a_questionnaire(session, cast.account, cast.ana, now=now)
    partners = [a_partner(session, cast.account, cast.ana, name=name) for name in ("One", "Two")]
    with pytest.raises(Refusal, match=r"inquiry\.too-many") as refused:
        send(session, cast, sending(questionnaire, *partners, now=now), now)
    assert refused.value.params == {"most": MAX_A_DAY, "left": 1}
    send(session, cast, sending(questionnaire, partners[0], now=now), now)
    for attempt in (
        lambda: extend_inquiry(
            session, cast.ana, inquiry_id=number, seen_version=1, due_on=now.date() + timedelta(9), now=now
        ),
        lambda: send_link_anew(
            session, cast.ana, inquiry_id=number, seen_version=row(session, number).version,
            email="x@example.com", name="", now=now,
        ),
    ):  # fmt: skip
        is_refused(session, attempt, Refusal, r"inquiry\.too-many")
    tomorrow = now + timedelta(days=1)
    assert send(session, cast, sending(questionnaire, partners[1], now=tomorrow), tomorrow)


def test_no_more_than_a_page_of_partners_at_once(session: Session, cast: Cast, now: datetime) -> None:
    questionnaire = a_questionnaire(session, cast.account, cast.ana, now=now)
    many = [a_partner(session, cast.account, cast.ana, name=f"P{each}") for each in range(MAX_AT_ONCE + 1)]
    with pytest.raises(FormFaults) as refused:
        send(session, cast, sending(questionnaire, *many, now=now), now)
    assert refused.value.faults["partners"].code == "inquiry.many-at-once"
    with pytest.raises(FormFaults) as refused:
        send(session, cast, sending(questionnaire, now=now), now)
    assert refused.value.faults["partners"].code == "inquiry.nobody-chosen"


def test_a_retired_or_emptied_questionnaire_is_not_sent(session: Session, cast: Cast, now: datetime) -> None:
    partner = a_partner(session, cast.account, cast.ana)
    retired = a_questionnaire(session, cast.account, cast.ana, now=now)
    retire_questionnaire(session, cast.ana, questionnaire_id=retired, seen_version=1, now=now)
    emptied = a_questionnaire(session, cast.account, cast.ana, now=now)
    session.get_one(QuestionnaireRow, emptied).criteria = "77.7"
    for number, code in ((retired, "questionnaire.retired"), (emptied, "questionnaire.withdrawn")):
        with pytest.raises(FormFaults) as refused:
            send(session, cast, sending(number, partner, now=now), now)
        assert refused.value.faults["questionnaire"].code == code


# ---------------------------------------------------------------- afterwards


def test_a_link_to_another_address_ends_the_earlier_ones(session: Session, cast: Cast, now: datetime) -> None:
    number = an_inquiry(session, cast.account, cast.ana, now=now)
    old = session.get_one(InquiryLinkRow, link_of(session, number))
    visit = InquiryVisitRow(link_id=old.id or 0, token_hash="v" * 64, began_at=now, seen_at=now, ends_at=now)
    session.add(visit)
    session.flush()
    send_link_anew(
        session, cast.ben, inquiry_id=number, seen_version=1, email=" Luis@Norte.example ", name="Luis", now=now
    )
    session.refresh(visit)
    new = session.get_one(InquiryLinkRow, link_of(session, number))
    assert (old.revoked_at, visit.ended_at, new.email, new.name) == (now, now, "Luis@Norte.example", "Luis")
    assert mails(session, "inquiry-sent")[-1].recipient == "Luis@Norte.example"
    with pytest.raises(StaleVersion, match=r"inquiry\.changed-meanwhile"):
        send_link_anew(session, cast.ana, inquiry_id=number, seen_version=1, email="a@b.example", name="", now=now)


def test_a_bad_address_is_told_beside_its_field(session: Session, cast: Cast, now: datetime) -> None:
    number = an_inquiry(session, cast.account, cast.ana, now=now)
    with pytest.raises(FormFaults) as refused:
        send_link_anew(session, cast.ana, inquiry_id=number, seen_version=1, email="nobody", name="a\x00", now=now)
    assert {*refused.value.faults} == {"email", "name"}


def test_after_the_end_the_day_is_moved_first(session: Session, cast: Cast, now: datetime) -> None:
    number = an_inquiry(session, cast.account, cast.ana, now=now)
    late = row(session, number).expires_at
    is_refused(
        session,
        lambda: send_link_anew(
            session, cast.ana, inquiry_id=number, seen_version=1, email="a@b.example", name="", now=late
        ),
        Refusal,
        r"inquiry\.extend-first",
    )
    due_on = late.date() + timedelta(10)
    extend_inquiry(session, cast.ana, inquiry_id=number, seen_version=1, due_on=due_on, now=late)
    kept = row(session, number)
    assert (kept.due_on, kept.expires_at, kept.reminded_on) == (due_on, expiry(due_on), late.date())
    assert {link.expires_at for link in session.exec(select(InquiryLinkRow))} == {expiry(due_on)}
    [mail] = mails(session, "inquiry-extended")
    assert json.loads(mail.params)["date"] == due_on.isoformat()


def test_what_is_taken_back_opens_nothing(session: Session, cast: Cast, now: datetime) -> None:
    number = an_inquiry(session, cast.account, cast.ana, now=now)
    revoke_inquiry(session, cast.ben, inquiry_id=number, seen_version=1, now=now)
    assert row(session, number).state == InquiryState.REVOKED
    assert session.get_one(InquiryLinkRow, link_of(session, number)).revoked_at == now
    [mail] = mails(session, "inquiry-revoked")
    assert "token" not in mail.params
    with pytest.raises(InvalidValue, match=r"inquiry\.moved-on"):
        revoke_inquiry(session, cast.ben, inquiry_id=number, seen_version=2, now=now)


def test_a_partner_that_was_removed_gets_no_more_mails_but_can_be_taken_back(
    session: Session, cast: Cast, now: datetime
) -> None:
    number = an_inquiry(session, cast.account, cast.ana, now=now)
    session.get_one(PartnerRow, row(session, number).partner_id).removed_at = now
    for attempt in (
        lambda: extend_inquiry(session, cast.ana, inquiry_id=number, seen_version=1, due_on=date(2026, 5, 1), now=now),
        lambda: send_link_anew(
            session, cast.ana, inquiry_id=number, seen_version=1, email="a@b.example", name="", now=now
        ),
    ):
        is_refused(session, attempt, InvalidValue, r"inquiry\.partner-removed")
    [line] = listed(session, cast, now).lines
    assert line.is_partner_removed
    revoke_inquiry(session, cast.ana, inquiry_id=number, seen_version=1, now=now)
    with pytest.raises(NotPermitted):
        send(
            session, cast, sending(row(session, number).questionnaire_id, row(session, number).partner_id, now=now), now
        )


def closed(session: Session, cast: Cast, now: datetime, *, renew_months: int = 12) -> int:
    number = a_signed_inquiry(session, cast.account, cast.ana, now=now, renew_months=renew_months)
    kept = row(session, number)
    kept.state, kept.closed_at, kept.outcome, kept.score = InquiryState.CLOSED, now, "accepted", 90
    session.flush()
    return number


def test_a_renewal_follows_the_one_that_it_renews_once(session: Session, cast: Cast, now: datetime) -> None:
    number, later = closed(session, cast, now), now + timedelta(340)
    assert [line.id for line in listed(session, cast, now, Shown.RENEWALS).lines] == []
    assert [line.id for line in listed(session, cast, later, Shown.RENEWALS).lines] == [number]
    due_on = later.date() + timedelta(30)

    def again() -> int:
        return send_again(session, cast.ana, inquiry_id=number, due_on=due_on, languages=LANGUAGES, now=later)

    renewal = again()
    assert (row(session, renewal).previous_id, row(session, renewal).renew_months) == (number, 12)
    assert len(mails(session, "inquiry-sent-again")) == 1
    assert listed(session, cast, later, Shown.RENEWALS).lines == ()
    with pytest.raises(InvalidValue, match=r"inquiry\.renewed-already"):
        again()
    revoke_inquiry(session, cast.ana, inquiry_id=renewal, seen_version=1, now=later)
    assert again() != renewal


def test_only_a_closed_one_is_renewed_and_a_retired_one_asks_what_it_asked(
    session: Session, cast: Cast, now: datetime
) -> None:
    number = an_inquiry(session, cast.account, cast.ana, now=now)
    due_on = now.date() + timedelta(30)
    with pytest.raises(InvalidValue, match=r"inquiry\.moved-on"):
        send_again(session, cast.ana, inquiry_id=number, due_on=due_on, languages=LANGUAGES, now=now)
    done = closed(session, cast, now)
    questionnaire = session.get_one(QuestionnaireRow, row(session, done).questionnaire_id)
    questionnaire.retired_at, questionnaire.criteria = now, "3.1"
    renewal = send_again(session, cast.ana, inquiry_id=done, due_on=due_on, languages=LANGUAGES, now=now)
    assert row(session, renewal).criteria == row(session, done).criteria


# ---------------------------------------------------------------- the list


def test_what_is_overdue_stands_first(session: Session, cast: Cast, now: datetime) -> None:
    later = an_inquiry(session, cast.account, cast.ana, now=now, due_on=now.date() + timedelta(60))
    soon = an_inquiry(session, cast.account, cast.ana, now=now, due_on=now.date() + timedelta(40))
    signed = a_signed_inquiry(session, cast.account, cast.ana, now=now, due_on=now.date() + timedelta(2))
    late = an_inquiry(session, cast.account, cast.ana, now=now, due_on=now.date() + timedelta(3))
    then = now + timedelta(5)
    found = listed(session, cast, then)
    assert [line.id for line in found.lines] == [late, signed, soon, later]
    assert [line.is_overdue for line in found.lines] == [True, False, False, False]
    assert (found.counts[Shown.OVERDUE], found.counts[Shown.TO_REVIEW], found.may_manage) == (1, 1, False)
    assert [line.answered for line in found.lines] == [0, 3, 0, 0]
    of_one = list_inquiries(
        session,
        cast.ana,
        trade_account_id=cast.account,
        shown=Shown.ALL,
        partner_id=found.lines[0].partner_id,
        now=then,
    )
    assert [line.id for line in of_one.lines] == [late]


def test_events_are_kept_with_who_did_it(session: Session, cast: Cast, now: datetime) -> None:
    number = an_inquiry(session, cast.account, cast.ana, now=now)
    extend_inquiry(session, cast.ben, inquiry_id=number, seen_version=1, due_on=now.date() + timedelta(50), now=now)
    query = select(InquiryEventRow).where(InquiryEventRow.inquiry_id == number).order_by(col(InquiryEventRow.id))
    assert [(each.kind, each.user_id) for each in session.exec(query)] == [
        ("sent", cast.ana.user_id),
        ("extended", cast.ben.user_id),
    ]


# ---------------------------------------------------------------- who may


def doing(
    session: Session, actor: Actor, account: int, number: int, what: Sending, now: datetime
) -> tuple[Callable[[], object], ...]:
    day = now.date() + timedelta(20)
    return (
        lambda: send_questionnaire(
            session, actor, trade_account_id=account, sending=what, languages=LANGUAGES, now=now
        ),
        lambda: list_recipients(session, actor, trade_account_id=account, languages=LANGUAGES),
        lambda: send_link_anew(
            session, actor, inquiry_id=number, seen_version=1, email="a@b.example", name="", now=now
        ),
        lambda: extend_inquiry(session, actor, inquiry_id=number, seen_version=1, due_on=day, now=now),
        lambda: revoke_inquiry(session, actor, inquiry_id=number, seen_version=1, now=now),
        lambda: send_again(session, actor, inquiry_id=number, due_on=day, languages=LANGUAGES, now=now),
    )


@pytest.mark.parametrize("who", ["dan", "eva", "finn"])
def test_dan_cannot_see_send_or_change(session: Session, cast: Cast, now: datetime, who: str) -> None:
    number, stranger = an_inquiry(session, cast.account, cast.ana, now=now), getattr(cast, who)
    what = sending(row(session, number).questionnaire_id, row(session, number).partner_id, now=now)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: list_inquiries(session, stranger, trade_account_id=cast.account, now=now),
        *doing(session, stranger, cast.account, number, what, now),
        *doing(session, stranger, 2**40, 2**40, what, now),
    )
    for attempt in attempts:
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            attempt()


def test_dan_cannot_send_what_is_not_his_to_whom_is_not_his(session: Session, cast: Cast, now: datetime) -> None:
    ours = a_questionnaire(session, cast.account, cast.ana, now=now)
    partner = a_partner(session, cast.account, cast.ana)
    his = a_questionnaire(session, cast.dans_account, cast.dan, now=now)
    his_partner = a_partner(session, cast.dans_account, cast.dan)
    for questionnaire, who in ((ours, his_partner), (his, partner), (his, 2**31 - 1)):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            send_questionnaire(
                session, cast.dan, trade_account_id=cast.dans_account,
                sending=sending(questionnaire, who, now=now), languages=LANGUAGES, now=now,
            )  # fmt: skip
    assert mails(session, "inquiry-sent") == []


def test_a_consultant_reads_only(session: Session, cast: Cast, now: datetime) -> None:
    number = an_inquiry(session, cast.account, cast.ana, now=now)
    what = sending(row(session, number).questionnaire_id, row(session, number).partner_id, now=now)
    for attempt in doing(session, cast.chloe, cast.account, number, what, now):
        with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
            attempt()
    assert [line.id for line in listed(session, cast, now).lines] == [number]
