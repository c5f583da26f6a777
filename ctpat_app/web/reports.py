"""Reporting a problem: a plain route and not an event, since what fails may be the live connection or the database.

The page's script posts the form and shows the answer; a browser without it gets a redirect, or a text. A form that is
sent again, for whatever reason, is the same report.
"""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any, Final

import structlog
from cryptography.fernet import Fernet, MultiFernet
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_session
from ctpat_app.adapters.rate_limits import Limiter
from ctpat_app.adapters.report_spool import ReportSpool, SpooledReport
from ctpat_app.adapters.tokens import new_help_case_code, new_token
from ctpat_app.domain.errors import NotPermitted, Refusal, Unavailable
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.help_cases import answer_due, answer_hours
from ctpat_app.domain.help_reports import Fact, Intake, Report, Told, TypedReport, facts_of
from ctpat_app.services.help_case_files import check_token
from ctpat_app.services.help_case_rows import report_of
from ctpat_app.services.help_cases import OpenedCase, case_path, open_case
from ctpat_app.settings import Settings
from ctpat_app.web.attempts import give_back_all, may_mail, report_limits, take_all
from ctpat_app.web.auth import client_of
from ctpat_app.web.files import signed_in
from ctpat_app.web.forms import read_fields
from ctpat_app.words.dates import moment_text
from ctpat_app.words.messages import MESSAGES, message, refusal_text

log = structlog.get_logger(__name__)

SEND: Final = "/report/send"
MAX_BYTES: Final = 256 * 1024
"""The longest texts of a report, in a script of four bytes a letter, each byte written with three characters."""
_MAX_FIELDS: Final = 120
_PRIVATE: Final = {"cache-control": "no-store"}
Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Reports:
    """What the route works with."""

    settings: Settings
    limiter: Limiter
    spool: ReportSpool

    def language(self, form: Mapping[str, str]) -> str:
        """Return the language of the page that sent the form."""
        wanted = form.get("language", "")
        return wanted if wanted in self.settings.languages else self.settings.languages[0]


def report_routes(settings: Settings, *, limiter: Limiter) -> list[Route]:
    """Return the route that takes reports in."""
    reports = Reports(settings, limiter, spool_of(settings))
    return [Route(SEND, partial(_send, reports), methods=["POST"])]


def spool_of(settings: Settings) -> ReportSpool:
    """Return where reports wait for the database."""
    return ReportSpool(settings.data_folder, MultiFernet([Fernet(key) for key in settings.encryption_keys]))


async def _send(reports: Reports, request: Request) -> Response:
    wants_json = "application/json" in request.headers.get("accept", "")
    fields: Fields = []
    try:
        fields = await read_fields(request, reports.settings.public_url, max_bytes=MAX_BYTES, max_fields=_MAX_FIELDS)
        form = dict(fields)
        report = report_of(_typed(fields, reports.language(form)))
        opened, is_waiting = await _opened(reports, request, form, report)
    except Refusal as refusal:
        return _refused(reports, refusal, reports.language(dict(fields)), wants_json=wants_json)
    if not wants_json:
        return RedirectResponse(case_path(opened.code, report.language), status_code=303, headers=_PRIVATE)
    return JSONResponse(_told(report, opened, is_waiting=is_waiting), headers=_PRIVATE)


async def _opened(
    reports: Reports, request: Request, form: Mapping[str, str], report: Report
) -> tuple[OpenedCase, bool]:
    """Return the case, and whether it waits on the disk for the database."""
    token = form.get("token") or new_token()  # a browser without the page's script has none
    check_token(token)
    waiting = await asyncio.to_thread(reports.spool.find, token)
    if waiting:  # the same form, sent again
        return _as_opened(reports, waiting), True
    attempt = await take_all(reports.limiter, report_limits(client_of(reports.settings, request)))
    if not attempt.allowed:
        raise Refusal("report.too-many", minutes=attempt.wait_minutes)
    try:
        return await _stored(reports, request, report, token=token, pictures=form.get("pictures", "")), False
    except Unavailable as refusal:
        log.warning("report-spooled", code=refusal.code)
        spooled = SpooledReport(new_help_case_code(), token, form.get("pictures", ""), report, clock.now())
        await asyncio.to_thread(reports.spool.keep, spooled)
        return _as_opened(reports, spooled), True
    except Refusal:
        await give_back_all(reports.limiter, attempt)
        raise


async def _stored(reports: Reports, request: Request, report: Report, *, token: str, pictures: str) -> OpenedCase:
    actor = await signed_in(request)
    return await in_session(
        open_case,
        report=report,
        code=new_help_case_code(),
        token=token,
        user_id=actor.user_id if actor else None,
        now=clock.now(),
        hours=answer_hours(reports.settings.help_answer_hours),
        pictures=pictures,
        mails=not report.mail_key or await may_mail(reports.limiter, report.mail_key),
    )


def _as_opened(reports: Reports, spooled: SpooledReport) -> OpenedCase:
    hours = answer_hours(reports.settings.help_answer_hours)
    return OpenedCase(spooled.code, answer_due(spooled.at, spooled.report.priority, hours), bool(spooled.report.mail))


def _typed(fields: Fields, language: str) -> TypedReport:
    """Return what the form says; what the person took out of it is not there."""
    form = dict(fields)
    kind = form.get("kind", "")
    prefix = f"intake-{kind}-"
    told = (value.partition(":") for name, value in fields if name == "told" and "with-told" in form)
    return TypedReport(
        kind=kind,
        happened=form.get("happened", ""),
        expected=form.get("expected", ""),
        intake=tuple(
            Intake(name.removeprefix(prefix), value) for name, value in fields if kind and name.startswith(prefix)
        ),
        name=form.get("name", ""),
        mail=form.get("mail", ""),
        telephone=form.get("telephone", ""),
        language=language,
        topic=form.get("topic", ""),
        page=form.get("page", "") if "with-page" in form else "",
        step=form.get("step", "") if "with-page" in form else "",
        failure_code=form.get("failure", "") if "with-failure" in form else "",
        facts=tuple(_facts(form)),
        told=tuple(Told(who, text) for who, _, text in told),
    )


def _facts(form: Mapping[str, str]) -> Iterator[Fact]:
    """Yield what the kiosk told the person, which fields it marked, and what the browser found out about itself."""
    if "with-failure" in form and form.get("failure", "") in MESSAGES:
        yield Fact("message", form["failure"])
    if "with-page" in form and form.get("fields"):
        yield Fact("fields", form["fields"])
    if "with-facts" in form:
        yield from facts_of(form.get("facts", ""))


def _told(report: Report, opened: OpenedCase, *, is_waiting: bool) -> dict[str, Any]:
    language = report.language
    due = moment_text(opened.answer_due_at, language) if opened.answer_due_at else ""
    told = [message("report.answer-by", language, moment=due)] if due else []
    if opened.mailed:
        told.append(message("report.mailed", language, address=report.mail))
    if is_waiting:
        told.append(message("report.waits", language))
    return {"case": opened.code, "address": case_path(opened.code, language), "told": told, "waits": is_waiting}


def _refused(reports: Reports, refusal: Refusal, language: str, *, wants_json: bool) -> Response:
    status = _status_of(refusal)
    faults = refusal.faults if isinstance(refusal, FormFaults) else {}
    # An outage or too many reports: there is always a person to call, when one is named.
    call = _call(reports.settings, language) if status in {429, 503} else ""
    text = " ".join(each for each in (refusal_text(refusal, language), call) if each)
    if not wants_json:
        texts = [refusal_text(fault, language) for fault in faults.values()] or [text]
        texts.append(message("report.go-back", language))
        return PlainTextResponse("\n".join(texts), status, headers=_PRIVATE)
    answer: dict[str, Any] = {
        "code": refusal.code,
        "message": "" if faults else text,
        "problems": [{"field": field, "text": refusal_text(fault, language)} for field, fault in faults.items()],
    }
    return JSONResponse(answer, status, headers=_PRIVATE)


def _status_of(refusal: Refusal) -> int:
    if refusal.code == "report.too-many":
        return HTTPStatus.TOO_MANY_REQUESTS
    if isinstance(refusal, NotPermitted):
        return HTTPStatus.FORBIDDEN
    return HTTPStatus.SERVICE_UNAVAILABLE if isinstance(refusal, Unavailable) else HTTPStatus.UNPROCESSABLE_ENTITY


def _call(settings: Settings, language: str) -> str:
    if settings.operator_telephone:
        return message("report.call", language, telephone=settings.operator_telephone)
    if settings.operator_mail:
        return message("report.write", language, address=settings.operator_mail)
    return ""
