"""Every path of the kiosk with its page, title and permission: the table of contents."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, update_wrapper
from typing import Literal

import reflex as rx
from reflex.event import EventType

from ctpat_app.components.text import building
from ctpat_app.domain.permissions import Permission
from ctpat_app.pages.access_help import access_help_page
from ctpat_app.pages.accessibility import accessibility_page
from ctpat_app.pages.application import application_page
from ctpat_app.pages.change_mail import change_mail_page, confirm_mail_page, undo_mail_page
from ctpat_app.pages.change_password import change_password_page
from ctpat_app.pages.changes import changes_page
from ctpat_app.pages.check import check_page
from ctpat_app.pages.check_mail import check_mail_page
from ctpat_app.pages.confirm import confirm_page
from ctpat_app.pages.finished import finished_page
from ctpat_app.pages.forgot_password import forgot_password_page
from ctpat_app.pages.history import history_page
from ctpat_app.pages.home import home_page
from ctpat_app.pages.invitation import invitation_page
from ctpat_app.pages.keep import keep_page
from ctpat_app.pages.my_data import my_data_page
from ctpat_app.pages.not_found import not_found_page
from ctpat_app.pages.organization import organization_page
from ctpat_app.pages.outbox import outbox_page
from ctpat_app.pages.privacy import privacy_page
from ctpat_app.pages.profile import profile_page
from ctpat_app.pages.prove import prove_page
from ctpat_app.pages.register import register_page
from ctpat_app.pages.reset import reset_page
from ctpat_app.pages.second_factor import second_factor_page
from ctpat_app.pages.security import security_page
from ctpat_app.pages.security_questions import security_questions_page
from ctpat_app.pages.sent import sent_page
from ctpat_app.pages.sessions import sessions_page
from ctpat_app.pages.sign import sign_page
from ctpat_app.pages.sign_in import sign_in_page
from ctpat_app.pages.staff.access import access_cases_page
from ctpat_app.pages.staff.bounced_mail import bounced_mail_page
from ctpat_app.pages.staff.company import staff_company_page
from ctpat_app.pages.staff.desk import staff_desk_page
from ctpat_app.pages.staff.requests import staff_requests_page
from ctpat_app.pages.start import start_page
from ctpat_app.pages.step import step_page
from ctpat_app.pages.terms import terms_page
from ctpat_app.pages.trade_account import trade_account_page
from ctpat_app.settings import Settings
from ctpat_app.state.access_cases import AccessCasesState, BouncedMailState
from ctpat_app.state.account_changes import AccountChangesState
from ctpat_app.state.application import ApplicationState
from ctpat_app.state.changes import ChangesState
from ctpat_app.state.check import CheckState
from ctpat_app.state.companies import CompaniesState
from ctpat_app.state.confirm import ConfirmState
from ctpat_app.state.handover import HandoverState
from ctpat_app.state.history import HistoryState
from ctpat_app.state.home import HomeState
from ctpat_app.state.invitation import InvitationPageState
from ctpat_app.state.linked_identities import LinkedIdentitiesState
from ctpat_app.state.organization import OrganizationState
from ctpat_app.state.outbox import OutboxState
from ctpat_app.state.own_data import KeepState, MyDataState
from ctpat_app.state.password import ChangePasswordState, PasswordAgeState
from ctpat_app.state.profile import ProfileState
from ctpat_app.state.proving import ProveState
from ctpat_app.state.recovery import (
    AccessHelpState,
    ChangeMailState,
    ConfirmMailState,
    ForgotPasswordState,
    RecoveryNotesState,
    ResetState,
    SecurityQuestionsState,
    UndoMailState,
)
from ctpat_app.state.register import CheckMailState, RegisterState
from ctpat_app.state.second_factor import SecondFactorState
from ctpat_app.state.security import SecurityState
from ctpat_app.state.sent import SentState
from ctpat_app.state.sessions import SessionsState
from ctpat_app.state.sign import SignState
from ctpat_app.state.sign_in import SignInState
from ctpat_app.state.staff_company import StaffCompanyState
from ctpat_app.state.staff_desk import StaffDeskState
from ctpat_app.state.staff_requests import StaffRequestsState
from ctpat_app.state.start import StartState
from ctpat_app.state.step import StepState
from ctpat_app.state.trade_account import TradeAccountState
from ctpat_app.web.site import NOT_FOUND
from ctpat_app.words import N_
from ctpat_app.words.catalogues import ui_text

Access = Literal["public", "signed-in"] | Permission


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page; it exists once per language, as ``/<language>/<path>/``."""

    path: str
    build: Callable[[], rx.Component]
    title: str
    access: Access
    """Who is meant to be here. The handlers that load its data carry the marker that enforces it."""
    on_load: Sequence[EventType[()]] = ()


PAGES: tuple[Page, ...] = (
    Page(path="", build=start_page, title=N_("Start"), access="public", on_load=(StartState.load,)),
    Page(
        path="home",
        build=home_page,
        title=N_("Your applications"),
        access="signed-in",
        on_load=(HomeState.load, RecoveryNotesState.load, PasswordAgeState.load),
    ),
    Page(
        path="application",
        build=application_page,
        title=N_("Parts of the application"),
        access="signed-in",
        on_load=(ApplicationState.load,),
    ),
    Page(path="apply", build=step_page, title=N_("Application"), access="signed-in", on_load=(StepState.open,)),
    Page(
        path="profile",
        build=profile_page,
        title=N_("Security profile"),
        access="signed-in",
        on_load=(ProfileState.open,),
    ),
    Page(
        path="check", build=check_page, title=N_("Check your answers"), access="signed-in", on_load=(CheckState.load,)
    ),
    Page(path="sign", build=sign_page, title=N_("Sign and send"), access="signed-in", on_load=(SignState.load,)),
    Page(path="sent", build=sent_page, title=N_("Application sent"), access="signed-in", on_load=(SentState.load,)),
    Page(
        path="changes",
        build=changes_page,
        title=N_("The questions have changed"),
        access="signed-in",
        on_load=(ChangesState.load,),
    ),
    Page(
        path="trade-account",
        build=trade_account_page,
        title=N_("Your company"),
        access="signed-in",
        on_load=(TradeAccountState.load, HandoverState.load),
    ),
    Page(
        path="organization",
        build=organization_page,
        title=N_("Organization and security models"),
        access="signed-in",
        on_load=(OrganizationState.load, AccountChangesState.load),
    ),
    Page(
        path="history",
        build=history_page,
        title=N_("What happened in the company"),
        access=Permission.HISTORY_READ,
        on_load=(HistoryState.load,),
    ),
    Page(
        path="staff",
        build=staff_desk_page,
        title=N_("Staff and companies"),
        access="signed-in",
        on_load=(StaffDeskState.load,),
    ),
    Page(
        path="staff/company",
        build=staff_company_page,
        title=N_("A company as staff see it"),
        access=Permission.TRADE_ACCOUNT_READ,
        on_load=(StaffCompanyState.load,),
    ),
    Page(
        path="staff/requests",
        build=staff_requests_page,
        title=N_("Requests to merge and split"),
        access="signed-in",
        on_load=(StaffRequestsState.load,),
    ),
    Page(
        path="invitation",
        build=invitation_page,
        title=N_("Invitation"),
        access="public",
        on_load=(InvitationPageState.load,),
    ),
    Page(
        path="register",
        build=register_page,
        title=N_("Create your account"),
        access="public",
        on_load=(RegisterState.load,),
    ),
    Page(
        path="check-mail",
        build=check_mail_page,
        title=N_("Check your mail"),
        access="public",
        on_load=(CheckMailState.load,),
    ),
    Page(
        path="confirm",
        build=confirm_page,
        title=N_("Confirm your address"),
        access="public",
        on_load=(ConfirmState.load,),
    ),
    Page(path="sign-in", build=sign_in_page, title=N_("Sign in"), access="public", on_load=(SignInState.load,)),
    Page(
        path="forgot-password",
        build=forgot_password_page,
        title=N_("Get a new password"),
        access="public",
        on_load=(ForgotPasswordState.load,),
    ),
    Page(path="reset", build=reset_page, title=N_("Set a new password"), access="public", on_load=(ResetState.load,)),
    Page(
        path="access-help",
        build=access_help_page,
        title=N_("Ask the help desk to let you in"),
        access="public",
        on_load=(AccessHelpState.load,),
    ),
    Page(
        path="security-questions",
        build=security_questions_page,
        title=N_("Your security questions"),
        access="signed-in",
        on_load=(SecurityQuestionsState.load,),
    ),
    Page(
        path="change-mail",
        build=change_mail_page,
        title=N_("Change your email address"),
        access="signed-in",
        on_load=(ChangeMailState.load,),
    ),
    Page(
        path="change-password",
        build=change_password_page,
        title=N_("Change your password"),
        access="signed-in",
        on_load=(ChangePasswordState.load,),
    ),
    Page(
        path="confirm-mail",
        build=confirm_mail_page,
        title=N_("Confirm your new email address"),
        access="public",
        on_load=(ConfirmMailState.load,),
    ),
    Page(
        path="undo-mail",
        build=undo_mail_page,
        title=N_("Keep your former email address"),
        access="public",
        on_load=(UndoMailState.load,),
    ),
    Page(
        path="staff/access",
        build=access_cases_page,
        title=N_("People who cannot get in"),
        access=Permission.ACCESS_RESET,
        on_load=(AccessCasesState.load,),
    ),
    Page(
        path="staff/bounced-mail",
        build=bounced_mail_page,
        title=N_("Mail that did not arrive"),
        access=Permission.ACCESS_RESET,
        on_load=(BouncedMailState.load,),
    ),
    Page(
        path="prove", build=prove_page, title=N_("Show that it is you"), access="signed-in", on_load=(ProveState.load,)
    ),
    Page(
        path="sessions",
        build=sessions_page,
        title=N_("Where you are signed in"),
        access="signed-in",
        on_load=(SessionsState.load,),
    ),
    Page(path="my-data", build=my_data_page, title=N_("Your data"), access="signed-in", on_load=(MyDataState.load,)),
    Page(path="keep", build=keep_page, title=N_("Keep it"), access="public", on_load=(KeepState.load,)),
    Page(path="finished", build=finished_page, title=N_("You are signed out"), access="public"),
    Page(
        path="second-factor",
        build=second_factor_page,
        title=N_("Second step of signing in"),
        access="public",
        on_load=(SecondFactorState.load,),
    ),
    Page(
        path="security",
        build=security_page,
        title=N_("Signing in and security"),
        access="signed-in",
        on_load=(SecurityState.load, LinkedIdentitiesState.load),
    ),
    Page(path="outbox", build=outbox_page, title=N_("Outbox"), access="public", on_load=(OutboxState.load,)),
    Page(path="privacy", build=privacy_page, title=N_("Privacy"), access="public"),
    Page(path="accessibility", build=accessibility_page, title=N_("Accessibility"), access="public"),
    Page(path="terms", build=terms_page, title=N_("Terms of use"), access="public"),
    Page(path=NOT_FOUND, build=not_found_page, title=N_("Page not found"), access="public"),
)


def add_pages(app: rx.App, settings: Settings) -> None:
    """Add every page to ``app`` once per language, its texts bound to that language."""
    for language in settings.languages:
        for page in PAGES:
            app.add_page(
                _bound(page, language),
                route=f"{language}/{page.path}".rstrip("/"),
                title=_title(page, language, settings),
                on_load=_loads(page),
                image="",
            )
    fallback = next(page for page in PAGES if page.path == NOT_FOUND)
    first = settings.languages[0]
    app.add_page(_bound(fallback, first), route="404", title=_title(fallback, first, settings))


def _loads(page: Page) -> list[EventType[()]]:
    """Return what a page loads: its own data first, then for which company the person acts there."""
    return [*page.on_load, CompaniesState.load]


def _title(page: Page, language: str, settings: Settings) -> str:
    return f"{ui_text(language, page.title)} – {settings.kiosk_name}"


def _bound(page: Page, language: str) -> Callable[[], rx.Component]:
    return update_wrapper(partial(_build, page, language), page.build)


def _build(page: Page, language: str) -> rx.Component:
    with building(language, page.path):
        return page.build()
