"""Getting back in, as browsers post to it: what strangers learn, what links do, what cannot be forged."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from sqlalchemy import Engine, update
from sqlmodel import Session, col, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters import clock, database
from ctpat_app.adapters.passwords import Passwords
from ctpat_app.adapters.rate_limits import MemoryLimiter
from ctpat_app.adapters.reset_ticket import RESET_COOKIE, ResetTicket, open_ticket, seal_ticket
from ctpat_app.delivery import mail_for
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.security_answers import check_answer
from ctpat_app.services import library, recovery
from ctpat_app.services.outbox import Mail
from ctpat_app.services.recovery_codes import make_recovery_codes
from ctpat_app.services.security_questions import StoredQuestion, replace_questions
from ctpat_app.tables.accounts import UserAccountRow, UserSessionRow
from ctpat_app.tables.recovery import AccessCaseRow, SecurityQuestionRow
from ctpat_app.web.auth import auth_routes
from ctpat_app.web.mail_changes import mail_change_routes
from ctpat_app.web.recovery import recovery_routes
from tests.applicants import LIBRARY, really_committing
from tests.factories import a_person
from tests.web.test_auth import GOOD, SETTINGS, Browser, CountingPasswords, Response

NEW = "seven brass kettles whistle late"
ANSWERS = ("Señor Botas", "قِطّة", "北京 站")
QUESTIONS = ("toy-name", "feared-animal", "song-of-a-journey")


class Visitor(Browser):
    """A browser that knows all ways in; ``on`` makes a second one at the same kiosk."""

    def __init__(self, engine: Engine, *, limiter: MemoryLimiter | None = None) -> None:
        self.engine, self.settings, self.passwords = engine, SETTINGS, CountingPasswords()
        self.limiter = limiter or MemoryLimiter()
        shared = {"passwords": self.passwords, "limiter": self.limiter}
        self.app = Starlette(
            routes=[
                *auth_routes(SETTINGS, **shared),  # type: ignore[arg-type]
                *recovery_routes(SETTINGS, **shared),  # type: ignore[arg-type]
                *mail_change_routes(SETTINGS, **shared),  # type: ignore[arg-type]
            ]
        )
        self.client = TestClient(self.app, base_url="https://kiosk.example", follow_redirects=False)

    def another(self) -> "Visitor":
        return Visitor(self.engine, limiter=self.limiter)

    def choose_questions(self, name: str = "ana") -> None:
        hasher = Passwords(time_cost=1, memory_kib=8)
        with Session(self.engine) as session:
            person = session.exec(select(UserAccountRow).where(UserAccountRow.email_key == f"{name}@example.com")).one()
            chosen = [
                StoredQuestion(question, "", hasher.hash_now(check_answer(answer)))
                for question, answer in zip(QUESTIONS, ANSWERS, strict=True)
            ]
            replace_questions(session, person.id or 0, chosen=chosen, now=clock.now())
            session.commit()

    def forget(self, email: str = "ana@example.com") -> Response:
        return self.post("forgot-password", email=email)

    def newest(self) -> Mail:
        return self.mails()[0]

    def open_mailed(self) -> Response:
        return self.client.get(self.newest().params["path"])

    def prove(self, *answers: str, code: str = "") -> Response:
        typed = {f"answer_{number}": answer for number, answer in enumerate(answers or ("", "", ""), 1)}
        return self.post("reset-proof", **typed, code=code)

    def set_password(self, password: str = NEW, **more: str) -> Response:
        return self.post("reset-password", password=password, **more)

    def path_of(self, response: Response) -> str:
        return str(urlsplit(response.headers["location"]).path)


@pytest.fixture
def visitor(sqlite_file: Engine, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    monkeypatch.setattr(library, "_current", LIBRARY)
    return Visitor(sqlite_file)


def ready(visitor: Visitor) -> None:
    visitor.add()
    visitor.choose_questions()
    visitor.forget()
    visitor.open_mailed()


def test_the_whole_way_to_a_new_password(visitor: Visitor) -> None:
    visitor.add()
    visitor.choose_questions()
    elsewhere = visitor.another().sign_in().cookies["kiosk_session"]
    sent = visitor.forget()
    assert visitor.flash(sent, "forgot-password").notice == "reset.sent"
    opened = visitor.open_mailed()
    assert (opened.status_code, opened.headers["location"]) == (303, "/en/reset/")
    assert opened.headers["cache-control"] == "no-store"
    proved = visitor.prove("senor  botas", "قطه", "北京站")
    assert proved.headers["location"] == "/es/reset/"
    done = visitor.set_password()
    assert visitor.flash(done, "sign-in").notice == "reset.done"
    assert visitor.actor_of(elsewhere) is None
    assert visitor.codes(visitor.sign_in(), "sign-in") == [("", "sign-in.refused")]
    assert visitor.actor_of(visitor.sign_in(password=NEW).cookies["kiosk_session"]) == "Ana"


def test_known_and_unknown_addresses_get_one_answer_after_the_same_hashing_work(visitor: Visitor) -> None:
    visitor.add()
    visitor.choose_questions()
    assert isinstance(visitor.passwords, CountingPasswords)
    answers = []
    for email in ("ana@example.com", "nobody@example.com"):
        visitor.passwords.work.clear()
        response = visitor.forget(email)
        flash = visitor.flash(response, "forgot-password")
        answers.append(
            (
                response.status_code,
                visitor.path_of(response),
                flash.notice,
                flash.problems,
                list(visitor.passwords.work),
            )
        )
    assert answers[0] == answers[1]
    assert [mail.template for mail in visitor.mails()] == ["reset-unknown", "reset-password"]


def test_a_case_answers_alike_for_known_and_unknown_addresses(visitor: Visitor) -> None:
    visitor.add()
    answers = []
    for email in ("ana@example.com", "nobody@example.com"):
        response = visitor.post("access-help", email=email, name="Ana", company="", note="<b>lost</b>")
        flash = visitor.flash(response, "access-help")
        answers.append((response.status_code, flash.notice, flash.problems, sorted(flash.values)))
        assert len(flash.values["case"]) == 9
    assert answers[0] == answers[1]
    assert visitor.mails() == []
    with Session(visitor.engine) as session:
        assert [row.user_id is None for row in session.exec(select(AccessCaseRow).order_by(col(AccessCaseRow.id)))] == [
            False,
            True,
        ]


@pytest.mark.parametrize("answers", [(ANSWERS[0], ANSWERS[1], "no"), ("no", "no", "no"), ANSWERS[::-1]])
def test_wrong_answers_cost_three_comparisons_and_tell_not_which(visitor: Visitor, answers: tuple[str, ...]) -> None:
    ready(visitor)
    assert isinstance(visitor.passwords, CountingPasswords)
    visitor.passwords.work.clear()
    assert visitor.codes(visitor.prove(*answers), "reset") == [("answer_1", "reset.refused")]
    assert visitor.passwords.work == ["verify"] * 3
    assert visitor.codes(visitor.set_password(), "reset") == [("", "reset.prove-first")]


def test_a_forged_link_costs_the_same_comparisons(visitor: Visitor) -> None:
    assert isinstance(visitor.passwords, CountingPasswords)
    visitor.client.get("/auth/reset?token=forged&language=es")
    visitor.passwords.work.clear()
    assert visitor.codes(visitor.prove(*ANSWERS), "reset") == [("", "link.unknown")]
    assert visitor.passwords.work == ["verify"] * 3


def test_five_wrong_answers_close_the_link(visitor: Visitor) -> None:
    ready(visitor)
    for _ in range(5):
        visitor.prove("no", "no", "no")
    assert visitor.codes(visitor.prove(*ANSWERS), "reset") == [("", "reset.failures")]


def test_guessing_over_many_links_ends_for_the_day(visitor: Visitor) -> None:
    visitor.add()
    visitor.choose_questions()
    codes: list[str] = []
    for number in range(4):
        with Session(visitor.engine) as session:
            recovery.ask_reset(session, email="ana@example.com", language="en", token=f"t{number}", now=clock.now())
            session.commit()
        visitor.client.get(f"/auth/reset?token=t{number}&language=es")
        codes += [visitor.codes(visitor.prove("no", "no", "no"), "reset")[0][1] for _ in range(5)]
    assert codes == ["reset.refused"] * 15 + ["reset.too-many"] * 5


def test_a_recovery_code_takes_the_place_of_the_answers(visitor: Visitor) -> None:
    visitor.add()
    visitor.choose_questions()
    with Session(visitor.engine) as session:
        row = session.exec(select(UserAccountRow)).one()
        actor = Actor(row.id or 0, row.name, row.email, proved_at=clock.now())
        make_recovery_codes(session, actor, codes=["ABCDEFGHJKLMNPQR"], now=clock.now())
        session.commit()
    visitor.forget()
    visitor.open_mailed()
    assert visitor.codes(visitor.prove(code="WRONG"), "reset") == [("code", "reset.code-refused")]
    assert visitor.path_of(visitor.prove(code="abcd-efgh-jklm-npqr")) == "/es/reset/"
    assert visitor.path_of(visitor.set_password()) == "/es/sign-in/"


def test_the_answers_given_in_one_browser_do_not_count_in_another(visitor: Visitor) -> None:
    ready(visitor)
    visitor.prove(*ANSWERS)
    other = visitor.another()
    other.open_mailed()
    assert other.codes(other.set_password(), "reset") == [("", "reset.prove-first")]
    assert other.path_of(other.prove(*ANSWERS)) == "/es/reset/"
    assert visitor.codes(visitor.set_password(), "reset") == [("", "reset.prove-first")]
    assert other.path_of(other.set_password()) == "/es/sign-in/"


def test_a_used_link_is_worth_nothing_in_any_browser(visitor: Visitor) -> None:
    ready(visitor)
    path = visitor.newest().params["path"]
    visitor.prove(*ANSWERS)
    visitor.set_password()
    for each in (visitor, visitor.another()):
        each.client.get(path)
        assert each.codes(each.prove(*ANSWERS), "reset") == [("", "reset.used")]
        assert each.codes(each.set_password(), "reset") == [("", "reset.used")]


def test_an_old_link_says_so(visitor: Visitor) -> None:
    with time_machine.travel(datetime.now(UTC) - timedelta(hours=25), tick=True):
        visitor.add()
        visitor.choose_questions()
        visitor.forget()
    visitor.open_mailed()
    assert visitor.codes(visitor.prove(*ANSWERS), "reset") == [("", "reset.expired")]


def test_opening_the_link_a_hundred_times_changes_nothing(visitor: Visitor) -> None:
    """Programs that check mail open every link, and leave none of them used."""
    ready(visitor)
    path = visitor.newest().params["path"]
    for _ in range(100):
        visitor.another().client.get(path)
    assert visitor.path_of(visitor.prove(*ANSWERS)) == "/es/reset/"


@pytest.mark.parametrize("sealed", ["", "forged", "other secret"])
def test_a_forged_ticket_opens_nothing(visitor: Visitor, sealed: str) -> None:
    if sealed == "other secret":
        sealed = seal_ticket(sealed, ResetTicket("t", "p"))
    assert open_ticket(SETTINGS.secret_key, sealed) == ResetTicket()
    visitor.client.cookies.set(RESET_COOKIE, sealed)
    assert visitor.codes(visitor.set_password(), "reset") == [("", "link.unknown")]


def test_the_old_password_and_weak_ones_are_not_taken(visitor: Visitor) -> None:
    ready(visitor)
    visitor.prove(*ANSWERS)
    assert visitor.codes(visitor.set_password(GOOD), "reset") == [("password", "reset.same-password")]
    assert visitor.codes(visitor.set_password("ana@example.com"), "reset") == [("password", "password.personal")]
    assert visitor.codes(visitor.set_password("short"), "reset") == [("password", "password.too-short")]
    assert visitor.path_of(visitor.set_password()) == "/es/sign-in/"


def test_links_in_mails_come_from_the_settings_whatever_host_is_named(visitor: Visitor) -> None:
    visitor.add()
    poison = {"host": "evil.example", "x-forwarded-host": "evil.example", "origin": "https://kiosk.example"}
    visitor.client.post("/auth/forgot-password", data={"email": "ana@example.com", "language": "es"}, headers=poison)
    text = mail_for(visitor.newest(), SETTINGS).body
    assert "https://kiosk.example/auth/reset?token=" in text
    assert "evil" not in text


@pytest.mark.parametrize(
    "path",
    [
        "forgot-password",
        "reset-proof",
        "reset-password",
        "reset-stop",
        "access-help",
        "security-questions",
        "change-mail",
        "confirm-mail",
        "undo-mail",
    ],
)
def test_no_other_site_can_post_here(visitor: Visitor, path: str) -> None:
    assert visitor.post(path, sent_from="https://evil.example", email="ana@example.com").status_code == 403
    assert visitor.mails() == []


@pytest.mark.parametrize("language", ["//evil.example", "https://evil.example", "../..", "xx", "es/../../evil"])
@pytest.mark.parametrize("path", ["/auth/reset", "/auth/change-mail", "/auth/undo-mail"])
def test_a_link_leads_only_to_our_own_pages(visitor: Visitor, path: str, language: str) -> None:
    opened = visitor.client.get(path, params={"token": "x", "language": language, "next": "//evil.example"})
    assert opened.headers["location"].startswith("/en/")
    assert "evil" not in opened.headers["location"]


@pytest.mark.parametrize(
    "email", ["ana@example.com\r\nBcc: x@evil.example", "ana@example.com\n", "a@example.com,b@evil.example"]
)
@pytest.mark.parametrize("path", ["forgot-password", "access-help"])
def test_no_header_can_be_added_through_an_address(visitor: Visitor, path: str, email: str) -> None:
    response = visitor.post(path, email=email, name="Ana")
    if email.strip() != email:
        return  # surrounding space is dropped, what is left is an address
    assert [field for field, _ in visitor.codes(response, path)] == ["email"]
    assert visitor.mails() == []


def test_nobody_is_flooded_with_mail(visitor: Visitor) -> None:
    visitor.add()
    answers = {visitor.flash(visitor.forget(), "forgot-password").notice for _ in range(12)}
    assert (answers, len(visitor.mails())) == ({"reset.sent"}, 4)


def test_questions_are_chosen_by_who_is_signed_in_and_proved_it_lately(visitor: Visitor) -> None:
    visitor.add()
    fields = {f"question_{n}": question for n, question in enumerate(QUESTIONS, 1)}
    fields |= {f"answer_{n}": answer for n, answer in enumerate(ANSWERS, 1)}
    stranger = visitor.post("security-questions", **fields)
    assert stranger.headers["location"] == "/es/sign-in/?next=/es/security-questions/"
    visitor.sign_in()
    wrong = visitor.post("security-questions", **fields | {"answer_2": "Ana"})
    assert visitor.codes(wrong, "security-questions") == [("answer_2", "security.answer-obvious")]
    assert not any(answer in str(visitor.flash(wrong, "security-questions").values) for answer in ANSWERS)
    saved = visitor.post("security-questions", **fields)
    assert visitor.flash(saved, "security-questions").notice == "security.set"
    with Session(visitor.engine) as session:
        session.execute(update(UserSessionRow).values(proved_at=clock.now() - timedelta(minutes=16)))
        session.commit()
        assert all("argon2id" in row.answer_hash for row in session.exec(select(SecurityQuestionRow)))
    late = visitor.post("security-questions", **fields)
    assert late.headers["location"] == "/es/prove/?next=/es/security-questions/"


def test_after_the_help_desk_new_questions_are_chosen_with_the_password(visitor: Visitor) -> None:
    visitor.add()
    visitor.post("access-help", email="ana@example.com", name="Ana")
    with Session(visitor.engine) as session:
        row = session.exec(select(AccessCaseRow)).one()
        past = clock.now() - timedelta(hours=25)
        recovery.store_link(
            session, row.user_id, "granted", usable_from=past + timedelta(hours=24),
            lifetime=timedelta(hours=48), now=past, case_id=row.id,
        )  # fmt: skip
        session.commit()
    visitor.client.get("/auth/reset?token=granted&language=es")
    assert ("question_1", "security.question-missing") in visitor.codes(visitor.set_password(), "reset")
    fields = {f"question_{n}": question for n, question in enumerate(QUESTIONS, 1)}
    fields |= {f"answer_{n}": answer for n, answer in enumerate(ANSWERS, 1)}
    assert visitor.path_of(visitor.set_password(NEW, **fields)) == "/es/sign-in/"


def test_a_waiting_link_is_stopped_with_one_press(visitor: Visitor) -> None:
    visitor.add()
    visitor.forget()
    visitor.open_mailed()
    assert visitor.codes(visitor.set_password(), "reset") == [("", "reset.too-early")]
    assert visitor.flash(visitor.post("reset-stop"), "sign-in").notice == "reset.stop-done"
    visitor.open_mailed()
    assert visitor.codes(visitor.post("reset-stop"), "reset") == [("", "reset.stopped")]


# --- change of address ------------------------------------------------------------------------------------------------


def change(visitor: Visitor, email: str = "ana@new.example", password: str = GOOD) -> Response:
    return visitor.post("change-mail", email=email, password=password)


def test_an_address_is_changed_and_taken_back(visitor: Visitor) -> None:
    visitor.add()
    visitor.sign_in()
    assert visitor.flash(change(visitor), "change-mail").notice == "change-mail.sent"
    notice, link = visitor.mails()[:2]
    assert visitor.client.get(link.params["path"]).headers["location"] == "/en/confirm-mail/"
    assert visitor.flash(visitor.post("confirm-mail"), "change-mail").notice == "change-mail.done"
    elsewhere = visitor.another()
    assert elsewhere.client.get(notice.params["path"]).headers["location"] == "/en/undo-mail/"
    assert elsewhere.flash(elsewhere.post("undo-mail"), "forgot-password").notice == "change-mail.undone"
    assert elsewhere.codes(elsewhere.sign_in(), "sign-in") == [("", "sign-in.refused")]
    with Session(visitor.engine) as session:
        assert session.exec(select(UserAccountRow.email)).one() == "ana@example.com"


def test_a_taken_address_answers_like_a_free_one_with_the_same_work(visitor: Visitor) -> None:
    visitor.add()
    visitor.add("dan")
    visitor.sign_in()
    assert isinstance(visitor.passwords, CountingPasswords)
    seen = []
    for email in ("free@example.com", "dan@example.com"):
        visitor.passwords.work.clear()
        response = change(visitor, email)
        flash = visitor.flash(response, "change-mail")
        seen.append((response.status_code, flash.notice, flash.problems, list(visitor.passwords.work)))
    assert seen[0] == seen[1]


def test_without_the_password_or_a_fresh_proof_the_address_stays(visitor: Visitor) -> None:
    visitor.add()
    assert change(visitor).headers["location"] == "/es/sign-in/?next=/es/change-mail/"
    visitor.sign_in()
    assert visitor.codes(change(visitor, password="wrong"), "change-mail") == [("password", "change-mail.password")]
    with Session(visitor.engine) as session:
        session.execute(update(UserSessionRow).values(proved_at=None))
        session.commit()
    assert change(visitor).headers["location"] == "/es/prove/?next=/es/change-mail/"
    assert visitor.mails() == []


def test_opening_the_links_of_a_change_does_nothing_before_the_button(visitor: Visitor) -> None:
    visitor.add()
    visitor.sign_in()
    change(visitor)
    for mail in visitor.mails()[:2]:
        visitor.another().client.get(mail.params["path"])
    with Session(visitor.engine) as session:
        assert session.exec(select(UserAccountRow.email)).one() == "ana@example.com"
    assert visitor.codes(visitor.another().post("confirm-mail"), "confirm-mail") == [("", "link.missing")]


# --- at the same moment -----------------------------------------------------------------------------------------------


@pytest.fixture
def own_database(shared_engine: Engine) -> Iterator[Engine]:
    """A database of each kind with real commits."""
    with really_committing(shared_engine) as engine:
        yield engine


def test_of_many_uses_of_one_link_at_the_same_moment_one_succeeds(own_database: Engine, now: datetime) -> None:
    with database.transaction() as session:
        a_person(session, "ana", confirmed=False)
        recovery.ask_reset(session, email="ana@example.com", language="en", token="t", now=now)
    outcomes: list[str] = []
    together = threading.Barrier(6)

    def use(number: int) -> None:
        together.wait()
        try:
            with database.transaction() as session:
                recovery.finish_reset(session, "t", proof="", password_hash=f"hash-{number}", now=now)
        except InvalidValue as refusal:
            outcomes.append(refusal.code)
        else:
            outcomes.append(f"hash-{number}")

    threads = [threading.Thread(target=use, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = [outcome for outcome in outcomes if outcome.startswith("hash-")]
    assert outcomes.count("reset.used") == 5
    with Session(own_database) as session:
        assert session.exec(select(UserAccountRow.password_hash)).one() == winner
