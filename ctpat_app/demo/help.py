"""What people reported to the help desk of the demonstration, and one known problem, as far as it is not there yet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session

from ctpat_app.adapters.tokens import new_help_case_code
from ctpat_app.domain.help_cases import CaseStep
from ctpat_app.domain.help_reports import Fact, Intake, Told, TypedReport
from ctpat_app.domain.known_problems import Wording
from ctpat_app.domain.permissions import Actor
from ctpat_app.guidance.problem_reports import read_report
from ctpat_app.services.failures import Found, record_failure
from ctpat_app.services.help_cases import open_case
from ctpat_app.services.help_desk_case import find_case, read_case
from ctpat_app.services.help_desk_work import add_note, answer_case, merge_case, take_case, typed_reply
from ctpat_app.services.known_problems import TypedProblem, list_problems, publish_problem, save_problem
from ctpat_app.services.library import current_library

FAILURE: Final = "HKDR-WMNA"
_BROWSER: Final = (Fact("Browser", "Firefox 140"), Fact("Live connection", "Works, 84 ms"))


@dataclass(frozen=True)
class Desk:
    """The help desk at the moment of filling; ``june`` has just shown who she is."""

    session: Session
    june: Actor
    moment: datetime

    def seen(self, case: int, now: datetime) -> int:
        """Return the version that a page opened now would show."""
        return read_case(self.session, self.june, case_id=case, now=now, again=True).version

    def do(self, use_case: Callable[..., Any], case: int, now: datetime, **more: Any) -> None:
        """Take a step with what is on show."""
        june = replace(self.june, proved_at=now)
        use_case(self.session, june, case_id=case, seen_version=self.seen(case, now), now=now, **more)

    def answer(self, case: int, now: datetime, text: str, language: str, step: CaseStep) -> None:
        """Answer a case."""
        self.do(answer_case, case, now, reply=typed_reply(text, language), step=step)


@dataclass(frozen=True)
class Reported:
    """A report: its number, how many hours ago it came, what was typed, and what became of it."""

    number: int
    hours_ago: float
    typed: TypedReport
    then: Callable[[Desk, int, datetime], None] = lambda _desk, _case, _at: None
    signed_in: bool = False

    @property
    def token(self) -> str:
        """As the form made it: the same report is one case, however often the demonstration is filled."""
        return f"demonstration-report-{self.number:04d}"


def _noted(desk: Desk, case: int, at: datetime) -> None:
    later = at + timedelta(minutes=40)
    desk.do(take_case, case, later)
    note = "The failure is in the sending of the profile. Passed on to the people who build the kiosk."
    add_note(desk.session, desk.june, case_id=case, text=note, now=later)


def _asked(desk: Desk, case: int, at: datetime) -> None:
    text = (
        "El mensaje junto al archivo dice por qué no se aceptó. Guárdelo de nuevo como PDF sin contraseña y "
        "agréguelo otra vez."
    )
    desk.answer(case, at + timedelta(hours=2), text, "es", CaseStep.ASK)


def _solved(desk: Desk, case: int, at: datetime) -> None:
    text = "Write the first three letters without the word “Company”. It is found then. We tried it."
    desk.answer(case, at + timedelta(hours=3), text, "en", CaseStep.SOLVE)


REPORTS: Final = (
    Reported(
        1,
        7.4,
        TypedReport(
            kind="cannot-get-in",
            happened="Escribo el código de la aplicación y dice que no es correcto, aunque lo copio bien.",
            expected="Entrar y seguir con la solicitud.",
            intake=(Intake("where", "second-step"), Intake("last-worked", "el viernes")),
            name="Rosa Villalobos",
            mail="rosa@tejidos.example",
            language="es",
            page="/es/second-factor/",
            facts=(*_BROWSER, Fact("Clock", "4 minutes ahead")),
        ),
    ),
    Reported(
        2,
        30,
        TypedReport(
            kind="page-broken",
            happened="The list of documents stays empty for a while, then shows twice.",
            intake=(Intake("repeats", "sometimes"), Intake("tried", "Loading the page again")),
            name="Peter Halloran",
            mail="peter@halloran.example",
            page="/en/documents/",
            facts=_BROWSER,
            told=(Told("person", "my documents are gone"), Told("kiosk", "Are they missing on one page or on all?")),
        ),
    ),
    Reported(
        3,
        4,
        TypedReport(
            kind="message-of-error",
            happened="I pressed Send, and a sentence with a code came. My answers are still there.",
            intake=(Intake("message", "Something failed. Tell the help desk this code."), Intake("repeats", "always")),
            name="Lucía Hernández Ortiz",
            language="en",
            page="/en/sign/",
            failure_code=FAILURE,
            facts=_BROWSER,
        ),
        _noted,
        signed_in=True,
    ),
    Reported(
        4,
        28,
        TypedReport(
            kind="file",
            happened="No acepta el plano de la planta, es un PDF de 12 MB con contraseña.",
            intake=(Intake("file-kind", "PDF, 12 MB"),),
            name="Tomás Ibarra",
            mail="tomas@ibarra.example",
            language="es",
            page="/es/profile/",
        ),
        _asked,
    ),
    Reported(
        5,
        50,
        TypedReport(
            kind="partner-search",
            happened="I look for Gulf Line Shipping Company and find nothing.",
            intake=(Intake("company", "Gulf Line Shipping Company"),),
            name="Amal Haddad",
            mail="amal@haddad.example",
            page="/en/svi-find/",
        ),
        _solved,
    ),
    Reported(
        6,
        26,
        TypedReport(
            kind="page-broken",
            happened="文件页面有时是空的。",
            intake=(Intake("repeats", "sometimes"),),
            name="王丽",
            mail="wang@shunfeng.example",
            language="zh-Hans",
            page="/zh-Hans/documents/",
        ),
    ),
)
SAME_AS: Final[Mapping[int, int]] = {6: 2}
"""A report to the one in which it goes on."""
PROBLEM: Final = TypedProblem(
    {
        "en": Wording(
            "Large PDF files may be slow to open",
            "Files of more than 10 MB take up to a minute to open. Nothing is lost: leave the page open and wait.",
        ),
        "es": Wording(
            "Los archivos PDF grandes pueden tardar en abrirse",
            "Los archivos de más de 10 MB tardan hasta un minuto en abrirse. No se pierde nada: deje la página "
            "abierta y espere.",
        ),
    },
    ("public-library",),
)


def add_reports(session: Session, june: Actor, known: int | None, *, moment: datetime) -> None:
    """Add the reports and the known problem; ``known`` is the user id of who was signed in at one of them."""
    desk, cases = Desk(session, replace(june, proved_at=moment), moment), {}
    if not _is_new(session, june):
        return
    found = Found(
        FAILURE, "/en/sign/", "sign_state.send", "TimeoutError adapters/storage.py:88", refusals=("database.busy",)
    )
    record_failure(session, found, now=moment - timedelta(hours=4.2))
    for each in REPORTS:
        at = moment - timedelta(hours=each.hours_ago)
        cases[each.number] = case = _reported(session, june, each, known if each.signed_in else None, at)
        each.then(desk, case, at)
    for number, into in SAME_AS.items():
        desk.do(merge_case, cases[number], moment - timedelta(hours=20), into=cases[into])
    number = save_problem(
        session,
        june,
        problem_id=0,
        seen_version=0,
        typed=PROBLEM,
        languages=tuple(PROBLEM.words),
        now=moment - timedelta(hours=5),
    )
    publish_problem(session, june, problem_id=number, seen_version=1, now=moment - timedelta(hours=5))


def _is_new(session: Session, june: Actor) -> bool:
    """Whether the known problem is not there yet: it comes last."""
    return not list_problems(session, june)


def _reported(session: Session, june: Actor, each: Reported, user_id: int | None, now: datetime) -> int:
    opened = open_case(
        session,
        report=read_report(current_library(), each.typed),
        code=new_help_case_code(),
        token=each.token,
        user_id=user_id,
        now=now,
    )
    return find_case(session, june, code=opened.code)
