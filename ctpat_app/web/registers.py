"""Sheets to download: the action plan, the register of training and the partners, for those who may read them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_session
from ctpat_app.adapters.sheets import MEDIA_TYPE, Cell, sheet
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.action_plans import ActionView, Show, list_actions, model_of_draft
from ctpat_app.services.library import status_ref
from ctpat_app.services.svi_lists import Partner, read_monitoring
from ctpat_app.services.training import TrainingRecord, read_register
from ctpat_app.settings import Settings
from ctpat_app.web.files import handed_out
from ctpat_app.words.country_names import country_names
from ctpat_app.words.languages import direction
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message

Sheet = Callable[[Actor, int, str], Awaitable[bytes]]
_ACTION_COLUMNS: Final = (
    *("what", "criterion", "owner", "due", "state", "origin", "reference", "why", "found", "finding", "cause"),
    *("proof", "document", "checked", "closed", "closed-by"),
)
_TRAINING_COLUMNS: Final = (
    *("topic", "held", "next", "audience", "trainer", "people-count", "people", "language", "document"),
)

_PARTNER_COLUMNS: Final = ("list", "partner", "country", "link", "status", "since")


def register_routes(settings: Settings) -> list[Route]:
    """Return the routes of the sheets, below ``/files``."""
    return [
        Route("/files/actions/{number:int}.xlsx", partial(_download, settings, "actions", "draft", _actions)),
        Route("/files/training/{number:int}.xlsx", partial(_download, settings, "training", "account", _training)),
        Route("/files/svi/{number:int}.xlsx", partial(_download, settings, "svi", "model", _partners)),
    ]


async def _download(settings: Settings, page: str, named_by: str, make: Sheet, request: Request) -> Response:
    async def made(_settings: Settings, request: Request, actor: Actor, language: str) -> Response:
        number = request.path_params["number"]
        headers = {
            "content-disposition": f'attachment; filename="CTPAT-{page}-{number}-{language}.xlsx"',
            "cache-control": "private, no-store",
            "x-content-type-options": "nosniff",
        }
        return Response(await make(actor, number, language), media_type=MEDIA_TYPE, headers=headers)

    return await handed_out(settings, request, made, back=f"{page}/?{named_by}={request.path_params['number']}")


async def _actions(actor: Actor, draft: int, language: str) -> bytes:
    model = await in_session(model_of_draft, actor, draft_id=draft)
    plan = await in_session(list_actions, actor, security_model_id=model, show=Show.ALL, now=clock.now())
    rows = [_action_row(each, language) for each in plan.actions]
    return await asyncio.to_thread(_sheet, "actions", _ACTION_COLUMNS, rows, language)


async def _training(actor: Actor, account: int, language: str) -> bytes:
    register = await in_session(read_register, actor, trade_account_id=account, now=clock.now())
    rows = [_training_row(each, language) for each in register.records]
    return await asyncio.to_thread(_sheet, "training", _TRAINING_COLUMNS, rows, language)


async def _partners(actor: Actor, model: int, language: str) -> bytes:
    lists = await in_session(read_monitoring, actor, security_model_id=model)
    pairs = (("watching-me", lists.watching_me), ("i-watch", lists.i_watch))
    rows = [_partner_row(name, each, language) for name, partners in pairs for each in partners]
    return await asyncio.to_thread(_sheet, "svi", _PARTNER_COLUMNS, rows, language)


def _sheet(title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], language: str) -> bytes:
    headings = [message(f"sheet.{each}", language) for each in columns]
    is_mirrored = direction(language) == "rtl"
    return sheet(message(f"sheet.{title}", language), headings, rows, right_to_left=is_mirrored)


def _action_row(view: ActionView, language: str) -> tuple[Cell, ...]:
    plan = view.plan
    state = message("action.overdue" if view.is_overdue else f"action.state-{view.state}", language)
    return (
        *(plan.what, plan.criterion_id, view.owner, plan.due_on, state),
        *(message(f"action.origin-{plan.origin}", language), plan.reference, plan.why),
        *(plan.found_on, plan.finding, plan.root_cause, view.proof.note, view.proof_document, view.checked_on),
        *(view.closed_at.date() if view.closed_at else None, view.closed_by),
    )


def _partner_row(name: str, partner: Partner, language: str) -> tuple[Cell, ...]:
    # The page shows the same words; a status only where the page shows one.
    link = message(f"svi.state-{partner.state}", language)
    status = localiser_for(language).text(status_ref(partner.status)) if partner.status else ""
    company = f"{partner.company} ({partner.model_name})" if partner.model_name else partner.company
    country = dict(country_names(language)).get(partner.country, partner.country)
    return (message(f"sheet.{name}", language), company, country, link, status, partner.since.date())


def _training_row(record: TrainingRecord, language: str) -> tuple[Cell, ...]:
    training = record.training
    return (
        *(
            localiser_for(language).text(record.name),
            record.held_on,
            record.due_on,
            training.audience,
            training.trainer,
        ),
        *(training.people_count, training.people, training.language, record.document),
    )
