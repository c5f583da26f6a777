"""Wires the kiosk: the Reflex app, its pages, its middleware and the wrappers around its server."""

import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import reflex as rx
from reflex.app import default_error_boundary
from starlette.applications import Starlette
from starlette.types import ASGIApp

from ctpat_app.adapters.clock import follow_file, now, pretend_today
from ctpat_app.adapters.database import open_database, transaction
from ctpat_app.adapters.logs import configure_logs, watch_crashes
from ctpat_app.adapters.passwords import Passwords
from ctpat_app.adapters.rate_limits import limiter_for
from ctpat_app.adapters.storage import open_storage
from ctpat_app.adapters.uploads import remove_leftovers
from ctpat_app.guidance.library import CONTENT, load_library
from ctpat_app.routes import add_pages
from ctpat_app.services.library import keep_current
from ctpat_app.services.svi_names import refold_names
from ctpat_app.settings import Settings
from ctpat_app.state.partner_visit import PartnerVisitState
from ctpat_app.state.session import SessionState
from ctpat_app.turns import jobs_running
from ctpat_app.web.answer_files import answer_file_routes
from ctpat_app.web.assets import Assets
from ctpat_app.web.auth import auth_routes
from ctpat_app.web.calendars import calendar_routes
from ctpat_app.web.downloads import download_routes
from ctpat_app.web.failures import Failures, failure_reporter, report_browser_failure
from ctpat_app.web.figures import figure_routes
from ctpat_app.web.files import file_routes
from ctpat_app.web.floods import limit_events
from ctpat_app.web.gate import Gate, refuse_unknown_events
from ctpat_app.web.headers import Headers
from ctpat_app.web.help_figures import help_figure_routes
from ctpat_app.web.host_cookies import HostCookies
from ctpat_app.web.inquiry_files import inquiry_file_routes
from ctpat_app.web.joining import joining_forms
from ctpat_app.web.languages import Languages
from ctpat_app.web.mail_changes import mail_change_routes
from ctpat_app.web.oidc import oidc_routes
from ctpat_app.web.own_data import own_data_forms, own_data_routes
from ctpat_app.web.own_sessions import session_forms, session_routes
from ctpat_app.web.partner_files import partner_file_routes
from ctpat_app.web.partner_visits import OpenedLinks, partner_forms
from ctpat_app.web.passkeys import passkey_forms
from ctpat_app.web.passwords import password_forms
from ctpat_app.web.recovery import recovery_routes
from ctpat_app.web.registers import register_routes
from ctpat_app.web.reminders import reminder_forms
from ctpat_app.web.report_pictures import report_picture_routes
from ctpat_app.web.reports import report_routes
from ctpat_app.web.second_factors import second_factor_forms
from ctpat_app.web.server_facts import server_facts_routes
from ctpat_app.web.site import hashes_by_page, version_of
from ctpat_app.web.standing_files import standing_routes
from ctpat_app.web.uploads import upload_routes
from ctpat_app.web.validation_files import validation_file_routes

settings = Settings.from_environment()
# One of each for all routes: attempts are counted together, and few threads hash.
_passwords = Passwords(time_cost=settings.argon_time_cost, memory_kib=settings.argon_memory_kib)
_limiter = limiter_for(settings.redis_url)


def _with_headers(app: ASGIApp) -> ASGIApp:
    return Headers(app, public_url=settings.public_url, script_hashes=hashes_by_page())


@asynccontextmanager
async def _adapters() -> AsyncIterator[None]:
    """Open the database in each worker, not while the pages are compiled."""
    configure_logs(readable=settings.demo or sys.stderr.isatty())
    watch_crashes()
    pretend_today(settings.today)
    follow_file(settings.clock_file)
    open_database(settings.database_url, settings.encryption_keys)
    open_storage(
        settings.storage_url,
        settings.data_folder,
        key_id=settings.storage_key_id,
        secret=settings.storage_secret,
    )
    remove_leftovers(settings.data_folder)
    with transaction() as session:
        keep_current(session, now=now(), library=load_library(settings.content_folder or CONTENT))
        refold_names(session)
    _look_at_new_objects_only()
    async with jobs_running():
        yield


def _look_at_new_objects_only() -> None:
    """Spare the garbage collector what lives as long as the process: content, pages, catalogues, modules.

    It would look through all of it again and again, on the event loop, for as long as several saves take.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


app = rx.App(
    html_lang=settings.languages[0],
    reset_style=False,
    toaster=None,
    # Only the error boundary: the notices that Reflex lays over pages are toasts, and pull in a component library.
    app_wraps={(55, "ErrorBoundary"): lambda _stateful: default_error_boundary()},
    head_components=[
        rx.el.link(rel="icon", href=version_of("favicon.svg"), type="image/svg+xml"),
        rx.el.link(rel="stylesheet", href=version_of("kiosk.css")),
        rx.el.script(src=version_of("kiosk.js"), defer=True),
    ],
    frontend_exception_handler=report_browser_failure,
    # Reflex types a state's handlers as the decorator's namespace.
    backend_exception_handler=failure_reporter(SessionState.show_failure, SessionState.show_notice),  # type: ignore[arg-type]
    api_transformer=[
        # Own routes go first, as Starlette apps; each wrapper stands around what is above it.
        Starlette(
            routes=[
                *auth_routes(
                    settings,
                    passwords=_passwords,
                    limiter=_limiter,
                    more={
                        **session_forms(),
                        **own_data_forms(),
                        **second_factor_forms(),
                        **passkey_forms(),
                        **password_forms(),
                        **reminder_forms(),
                        **joining_forms(),
                        **partner_forms(),
                    },
                ),
                *recovery_routes(settings, passwords=_passwords, limiter=_limiter),
                *mail_change_routes(settings, passwords=_passwords, limiter=_limiter),
                *oidc_routes(settings, passwords=_passwords, limiter=_limiter),
                *session_routes(),
                *own_data_routes(settings),
                *file_routes(settings),
                *calendar_routes(settings),
                *validation_file_routes(settings),
                *inquiry_file_routes(settings),
                *register_routes(settings),
                *partner_file_routes(settings),
                *figure_routes(settings),
                *help_figure_routes(settings),
                *upload_routes(settings),
                *answer_file_routes(settings),
                *standing_routes(settings),
                *download_routes(settings),
                *server_facts_routes(),
                *report_routes(settings, limiter=_limiter),
                *report_picture_routes(settings, limiter=_limiter),
            ]
        ),
        partial(OpenedLinks, settings=settings),
        partial(
            Languages,
            languages=settings.languages,
            partner_languages=settings.partner_languages,
            https=settings.secure_cookies,
        ),
        Assets,
        partial(Failures, languages=settings.all_languages, reporting=settings.languages),
        _with_headers,
        *([HostCookies] if settings.secure_cookies else []),
    ],
)
app.add_middleware(Gate(SessionState, settings.languages, settings.partner_languages, visit_state=PartnerVisitState))
refuse_unknown_events(app, SessionState.show_notice)  # type: ignore[arg-type]
limit_events(app, SessionState.show_notice)  # type: ignore[arg-type]
app.register_lifespan_task(_adapters)
add_pages(app, settings)
