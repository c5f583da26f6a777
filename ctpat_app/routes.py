"""Every path of the kiosk with its page, title and permission: the table of contents."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, update_wrapper
from typing import Literal

import reflex as rx
from reflex.event import EventType

from ctpat_app.components.text import Site, building
from ctpat_app.domain.permissions import Permission
from ctpat_app.pages.access_help import access_help_page
from ctpat_app.pages.accessibility import accessibility_page
from ctpat_app.pages.action import action_page
from ctpat_app.pages.actions import actions_page
from ctpat_app.pages.aeo_registration import aeo_registration_page
from ctpat_app.pages.annual_answers import annual_answers_page
from ctpat_app.pages.annual_review import annual_review_page
from ctpat_app.pages.annual_send import annual_send_page
from ctpat_app.pages.appeal import appeal_page
from ctpat_app.pages.application import application_page
from ctpat_app.pages.can_we_join import can_we_join_page
from ctpat_app.pages.change_mail import change_mail_page, confirm_mail_page, undo_mail_page
from ctpat_app.pages.change_password import change_password_page
from ctpat_app.pages.changes import changes_page
from ctpat_app.pages.check import check_page
from ctpat_app.pages.check_browser import check_browser_page
from ctpat_app.pages.check_mail import check_mail_page
from ctpat_app.pages.confirm import confirm_page
from ctpat_app.pages.documents import documents_page
from ctpat_app.pages.finished import finished_page
from ctpat_app.pages.forgot_password import forgot_password_page
from ctpat_app.pages.given import given_page
from ctpat_app.pages.guide import guide_page
from ctpat_app.pages.help import help_page
from ctpat_app.pages.history import history_page
from ctpat_app.pages.home import home_page
from ctpat_app.pages.identifier_changes import identifier_changes_page
from ctpat_app.pages.inbox import inbox_page
from ctpat_app.pages.inquiries import inquiries_page, send_questionnaire_page
from ctpat_app.pages.inquiry import inquiry_page
from ctpat_app.pages.inquiry_answer import inquiry_answer_page
from ctpat_app.pages.inquiry_answers import inquiry_answers_page
from ctpat_app.pages.inquiry_colleagues import inquiry_colleagues_page
from ctpat_app.pages.inquiry_grants import inquiry_grants_page
from ctpat_app.pages.inquiry_link import inquiry_link_page
from ctpat_app.pages.inquiry_offline import inquiry_offline_page
from ctpat_app.pages.inquiry_sign import inquiry_sign_page
from ctpat_app.pages.inquiry_talk import inquiry_talk_page
from ctpat_app.pages.invitation import invitation_page
from ctpat_app.pages.keep import keep_page
from ctpat_app.pages.library import library_page
from ctpat_app.pages.messages import messages_page
from ctpat_app.pages.my_data import my_data_page
from ctpat_app.pages.not_found import not_found_page
from ctpat_app.pages.organization import organization_page
from ctpat_app.pages.outbox import outbox_page
from ctpat_app.pages.partner import partner_page
from ctpat_app.pages.partner_answers import partner_answers_page
from ctpat_app.pages.partners import partners_page
from ctpat_app.pages.partners_import import partners_import_page
from ctpat_app.pages.privacy import privacy_page
from ctpat_app.pages.profile import profile_page
from ctpat_app.pages.profile_changes import profile_changes_page
from ctpat_app.pages.prove import prove_page
from ctpat_app.pages.questionnaires import questionnaire_page, questionnaires_page
from ctpat_app.pages.readiness import readiness_page
from ctpat_app.pages.readiness_review import readiness_review_page
from ctpat_app.pages.register import register_page
from ctpat_app.pages.report import report_page
from ctpat_app.pages.report_case import report_case_page
from ctpat_app.pages.reset import reset_page
from ctpat_app.pages.returned import returned_page
from ctpat_app.pages.risk_assessments import risk_assessments_page
from ctpat_app.pages.risk_result import risk_result_page
from ctpat_app.pages.second_factor import second_factor_page
from ctpat_app.pages.security import security_page
from ctpat_app.pages.security_questions import security_questions_page
from ctpat_app.pages.sent import sent_page
from ctpat_app.pages.sessions import sessions_page
from ctpat_app.pages.sign import sign_page
from ctpat_app.pages.sign_in import sign_in_page
from ctpat_app.pages.staff.access import access_cases_page
from ctpat_app.pages.staff.aeo import staff_aeo_page
from ctpat_app.pages.staff.assign import staff_assign_page
from ctpat_app.pages.staff.bounced_mail import bounced_mail_page
from ctpat_app.pages.staff.company import staff_company_page
from ctpat_app.pages.staff.desk import staff_desk_page
from ctpat_app.pages.staff.figures import staff_figures_page
from ctpat_app.pages.staff.help import help_desk_page
from ctpat_app.pages.staff.help_case import help_case_page
from ctpat_app.pages.staff.help_figures import help_figures_page
from ctpat_app.pages.staff.identifier_changes import staff_identifier_changes_page
from ctpat_app.pages.staff.jobs import jobs_page
from ctpat_app.pages.staff.known_problems import known_problems_page
from ctpat_app.pages.staff.messages import staff_messages_page
from ctpat_app.pages.staff.practice import (
    staff_practice_guide_page,
    staff_practice_page,
    staff_practice_step_page,
)
from ctpat_app.pages.staff.profile import staff_profile_page
from ctpat_app.pages.staff.queue import staff_queue_page
from ctpat_app.pages.staff.requests import staff_requests_page
from ctpat_app.pages.staff.standing import staff_standing_page
from ctpat_app.pages.staff.terminal import staff_terminal_page
from ctpat_app.pages.staff.validation import staff_validation_page
from ctpat_app.pages.staff.validations import staff_validations_page
from ctpat_app.pages.staff.vetting import staff_vetting_page
from ctpat_app.pages.staff.walk_through import staff_walk_through_page
from ctpat_app.pages.staff.watch import staff_watch_page
from ctpat_app.pages.standing import standing_page
from ctpat_app.pages.start import start_page
from ctpat_app.pages.step import risk_step_page, step_page
from ctpat_app.pages.stop_mails import stop_mails_page
from ctpat_app.pages.submissions import signed_page, submissions_page
from ctpat_app.pages.svi import svi_page, svi_partner_page
from ctpat_app.pages.svi_agreement import svi_agreement_page
from ctpat_app.pages.svi_find import svi_find_page
from ctpat_app.pages.svi_letters import svi_letters_page
from ctpat_app.pages.talk import risk_talk_page, talk_page
from ctpat_app.pages.terminal import terminal_page
from ctpat_app.pages.terms import terms_page
from ctpat_app.pages.to_phone import phone_page, to_phone_page
from ctpat_app.pages.trade_account import trade_account_page
from ctpat_app.pages.training import training_page, training_record_page
from ctpat_app.pages.validation import validation_page
from ctpat_app.pages.validations import validations_page
from ctpat_app.pages.verify import verify_page
from ctpat_app.pages.walk_through import walk_through_page
from ctpat_app.pages.who_answers import who_answers_page
from ctpat_app.pages.withdraw import withdraw_page
from ctpat_app.settings import Settings
from ctpat_app.state.access_cases import AccessCasesState, BouncedMailState
from ctpat_app.state.account_changes import AccountChangesState
from ctpat_app.state.action import ActionState
from ctpat_app.state.actions import ActionsState
from ctpat_app.state.aeo_registration import AeoRegistrationState, StaffAeoState
from ctpat_app.state.annual_answers import AnnualAnswersState
from ctpat_app.state.annual_review import AnnualReviewState
from ctpat_app.state.annual_sending import AnnualSendState
from ctpat_app.state.appeal import AppealState
from ctpat_app.state.application import ApplicationState
from ctpat_app.state.changes import ChangesState
from ctpat_app.state.check import CheckState
from ctpat_app.state.companies import CompaniesState
from ctpat_app.state.company_file import CompanyFileState
from ctpat_app.state.company_tasks import CompanyTasksState
from ctpat_app.state.confirm import ConfirmState
from ctpat_app.state.conversations import MessagesState, StaffMessagesState
from ctpat_app.state.desk_queue import DeskQueueState
from ctpat_app.state.documents import DocumentsState
from ctpat_app.state.figures import FiguresState
from ctpat_app.state.frame import FrameState
from ctpat_app.state.given import GivenState
from ctpat_app.state.handover import HandoverState
from ctpat_app.state.help import HelpState
from ctpat_app.state.help_case import HelpCaseState
from ctpat_app.state.help_desk import HelpDeskState
from ctpat_app.state.help_figures import HelpFiguresState
from ctpat_app.state.history import HistoryState
from ctpat_app.state.home import HomeState
from ctpat_app.state.identifier_changes import IdentifierChangesState, StaffIdentifierChangesState
from ctpat_app.state.inbox import InboxState
from ctpat_app.state.inquiries import InquiriesState, SendQuestionnaireState
from ctpat_app.state.inquiry import InquiryState
from ctpat_app.state.inquiry_answer import InquiryAnswerState
from ctpat_app.state.inquiry_answers import InquiryAnswersState
from ctpat_app.state.inquiry_colleagues import InquiryColleaguesState
from ctpat_app.state.inquiry_grants import InquiryGrantsState
from ctpat_app.state.inquiry_link import InquiryLinkState
from ctpat_app.state.inquiry_offline import InquiryOfflineState
from ctpat_app.state.inquiry_sign import InquirySignState
from ctpat_app.state.inquiry_talk import InquiryTalkState
from ctpat_app.state.invitation import InvitationPageState
from ctpat_app.state.jobs import JobsState
from ctpat_app.state.joining import JoiningState
from ctpat_app.state.known_problems import KnownProblemsState
from ctpat_app.state.linked_identities import LinkedIdentitiesState
from ctpat_app.state.model_status import ModelStatusState
from ctpat_app.state.organization import OrganizationState
from ctpat_app.state.outbox import OutboxState
from ctpat_app.state.own_data import KeepState, MyDataState
from ctpat_app.state.partner import PartnerState
from ctpat_app.state.partner_answers import PartnerAnswersState
from ctpat_app.state.partners import PartnersState
from ctpat_app.state.partners_import import PartnersImportState
from ctpat_app.state.password import ChangePasswordState, PasswordAgeState
from ctpat_app.state.practice import PracticesState, PracticeState
from ctpat_app.state.practice_guide import GuideState, PracticeGuideState
from ctpat_app.state.profile import ProfileState
from ctpat_app.state.profile_changes import ProfileChangesState
from ctpat_app.state.proving import ProveState
from ctpat_app.state.public_library import PublicLibraryState
from ctpat_app.state.questionnaires import QuestionnairesState, QuestionnaireState
from ctpat_app.state.readiness import ReadinessState
from ctpat_app.state.readiness_review import ReadinessReviewState
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
from ctpat_app.state.report_case import ReportCaseState
from ctpat_app.state.returned import ReturnedState
from ctpat_app.state.review import WholeReviewState
from ctpat_app.state.risk_assessments import RiskAssessmentsState
from ctpat_app.state.risk_result import RiskResultState
from ctpat_app.state.second_factor import SecondFactorState
from ctpat_app.state.security import SecurityState
from ctpat_app.state.sent import SentState
from ctpat_app.state.sessions import SessionsState
from ctpat_app.state.sign import SignState
from ctpat_app.state.sign_in import SignInState
from ctpat_app.state.staff_assign import StaffAssignState
from ctpat_app.state.staff_company import StaffCompanyState
from ctpat_app.state.staff_desk import StaffDeskState
from ctpat_app.state.staff_profile import StaffProfileState
from ctpat_app.state.staff_requests import StaffRequestsState
from ctpat_app.state.staff_standing import StaffStandingState
from ctpat_app.state.staff_validation import StaffValidationState
from ctpat_app.state.staff_validations import StaffValidationsState
from ctpat_app.state.staff_walk import StaffWalkState
from ctpat_app.state.staff_watch import StaffWatchState
from ctpat_app.state.standing import StandingState
from ctpat_app.state.start import StartState
from ctpat_app.state.step import StepState
from ctpat_app.state.stop_mails import StopMailsState
from ctpat_app.state.submissions import SignedState, SubmissionsState
from ctpat_app.state.svi import SviPartnerState, SviSearchState, SviState
from ctpat_app.state.svi_agreement import SviAgreementState
from ctpat_app.state.svi_letters import SviLettersState
from ctpat_app.state.talk import TalkState
from ctpat_app.state.terminal import TerminalState
from ctpat_app.state.to_phone import PhoneState, ToPhoneState
from ctpat_app.state.trade_account import TradeAccountState
from ctpat_app.state.training import TrainingRecordState, TrainingState
from ctpat_app.state.validation import ValidationState
from ctpat_app.state.validations import ValidationsState
from ctpat_app.state.verify import VerifyState
from ctpat_app.state.vetting import StaffVettingState
from ctpat_app.state.walk_through import WalkState
from ctpat_app.state.who_answers import WhoAnswersState
from ctpat_app.state.withdraw import WithdrawState
from ctpat_app.web.site import NOT_FOUND
from ctpat_app.words import N_
from ctpat_app.words.catalogues import ui_text

Access = Literal["public", "signed-in", "partner"] | Permission


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page; it exists once in each of its languages, as ``/<language>/<path>/``."""

    path: str
    build: Callable[[], rx.Component]
    title: str
    access: Access
    """Who is meant to be here. The handlers that load its data carry the marker that enforces it."""
    on_load: Sequence[EventType[()]] = ()
    for_partners: bool = False
    """Whether business partners without an account see it: it then exists in the languages for partners, too."""


PAGES: tuple[Page, ...] = (
    Page(path="", build=start_page, title=N_("Start"), access="public", on_load=(StartState.load,)),
    Page(
        path="can-we-join",
        build=can_we_join_page,
        title=N_("Can we join?"),
        access="public",
        on_load=(JoiningState.load,),
    ),
    Page(path="terminal", build=terminal_page, title=N_("Begin here"), access="public"),
    Page(
        path="to-phone",
        build=to_phone_page,
        title=N_("Go on with your phone"),
        access="signed-in",
        on_load=(ToPhoneState.load,),
    ),
    Page(
        path="phone",
        build=phone_page,
        title=N_("Go on with this phone"),
        access="public",
        on_load=(PhoneState.load,),
    ),
    Page(
        path="staff/practice",
        build=staff_practice_page,
        title=N_("Practise a form"),
        access=Permission.PRACTICE_USE,
        on_load=(PracticesState.load,),
    ),
    Page(
        path="staff/practice-step",
        build=staff_practice_step_page,
        title=N_("Practice"),
        access=Permission.PRACTICE_USE,
        on_load=(PracticeState.open,),
    ),
    Page(
        path="staff/practice-guide",
        build=staff_practice_guide_page,
        title=N_("Guide of your steps"),
        access=Permission.PRACTICE_USE,
        on_load=(PracticeGuideState.load,),
    ),
    Page(
        path="guide",
        build=guide_page,
        title=N_("Your guide, step by step"),
        access="public",
        on_load=(GuideState.load,),
    ),
    Page(
        path="staff/terminal",
        build=staff_terminal_page,
        title=N_("Set up a shared terminal"),
        access=Permission.TERMINAL_SET_UP,
        on_load=(TerminalState.load,),
    ),
    Page(
        path="home",
        build=home_page,
        title=N_("Your applications"),
        access="signed-in",
        on_load=(
            GivenState.load,
            CompanyTasksState.load,
            HomeState.load,
            RecoveryNotesState.load,
            PasswordAgeState.load,
        ),
    ),
    Page(
        path="application",
        build=application_page,
        title=N_("Parts of the application"),
        access="signed-in",
        on_load=(ApplicationState.load, ModelStatusState.load),
    ),
    Page(
        path="annual-review",
        build=annual_review_page,
        title=N_("Annual review"),
        access="signed-in",
        on_load=(AnnualReviewState.load,),
    ),
    Page(
        path="annual-answers",
        build=annual_answers_page,
        title=N_("Answers in the annual review"),
        access="signed-in",
        on_load=(AnnualAnswersState.load,),
    ),
    Page(
        path="annual-send",
        build=annual_send_page,
        title=N_("Certify, sign and send"),
        access="signed-in",
        on_load=(AnnualSendState.load,),
    ),
    Page(
        path="risk-assessments",
        build=risk_assessments_page,
        title=N_("Risk assessments"),
        access="signed-in",
        on_load=(RiskAssessmentsState.load,),
    ),
    Page(
        path="risk",
        build=risk_step_page,
        title=N_("Risk assessment"),
        access="signed-in",
        on_load=(StepState.open,),
    ),
    Page(
        path="risk-talk",
        build=risk_talk_page,
        title=N_("Risk assessment, one question at a time"),
        access="signed-in",
        on_load=(TalkState.open,),
    ),
    Page(
        path="risk-result",
        build=risk_result_page,
        title=N_("Result of the risk assessment"),
        access="signed-in",
        on_load=(RiskResultState.load,),
    ),
    Page(
        path="talk",
        build=talk_page,
        title=N_("Answer one question at a time"),
        access="signed-in",
        on_load=(TalkState.open,),
    ),
    Page(path="apply", build=step_page, title=N_("Application"), access="signed-in", on_load=(StepState.open,)),
    Page(
        path="profile",
        build=profile_page,
        title=N_("Security profile"),
        access="signed-in",
        on_load=(ProfileState.open,),
    ),
    Page(path="given", build=given_page, title=N_("Your statements"), access="signed-in", on_load=(GivenState.load,)),
    Page(
        path="who-answers",
        build=who_answers_page,
        title=N_("Who answers what"),
        access="signed-in",
        on_load=(WhoAnswersState.load,),
    ),
    Page(
        path="readiness",
        build=readiness_page,
        title=N_("How ready the application is"),
        access="signed-in",
        on_load=(ReadinessState.load,),
    ),
    Page(
        path="readiness-review",
        build=readiness_review_page,
        title=N_("Readiness review"),
        access="signed-in",
        on_load=(ReadinessReviewState.load,),
    ),
    Page(
        path="validations",
        build=validations_page,
        title=N_("Validations"),
        access="signed-in",
        on_load=(ValidationsState.load,),
    ),
    Page(
        path="validation",
        build=validation_page,
        title=N_("Validation"),
        access="signed-in",
        on_load=(ValidationState.load,),
    ),
    Page(
        path="staff/validations",
        build=staff_validations_page,
        title=N_("Validations of a company"),
        access="signed-in",
        on_load=(StaffValidationsState.load,),
    ),
    Page(
        path="staff/validation",
        build=staff_validation_page,
        title=N_("A validation at the desk"),
        access="signed-in",
        on_load=(StaffValidationState.load,),
    ),
    Page(
        path="check",
        build=check_page,
        title=N_("Check your answers"),
        access="signed-in",
        on_load=(CheckState.load, WholeReviewState.load),
    ),
    Page(
        path="sign",
        build=sign_page,
        title=N_("Sign and send"),
        access="signed-in",
        on_load=(SignState.load, WholeReviewState.count),
    ),
    Page(
        path="sent",
        build=sent_page,
        title=N_("Application sent"),
        access="signed-in",
        on_load=(SentState.load, ModelStatusState.load),
    ),
    Page(
        path="returned",
        build=returned_page,
        title=N_("What CTPAT sent back"),
        access="signed-in",
        on_load=(ReturnedState.load,),
    ),
    Page(
        path="profile-changes",
        build=profile_changes_page,
        title=N_("Changes that are not sent yet"),
        access="signed-in",
        on_load=(ProfileChangesState.load,),
    ),
    Page(
        path="submissions",
        build=submissions_page,
        title=N_("Everything you have sent"),
        access="signed-in",
        on_load=(SubmissionsState.load,),
    ),
    Page(
        path="signed",
        build=signed_page,
        title=N_("The profile as it was signed"),
        access="signed-in",
        on_load=(SignedState.load,),
    ),
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
        on_load=(TradeAccountState.load, HandoverState.load, CompanyTasksState.load_company),
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
        path="documents",
        build=documents_page,
        title=N_("Documents"),
        access=Permission.DOCUMENTS_READ,
        on_load=(DocumentsState.load,),
    ),
    Page(
        path="library",
        build=library_page,
        title=N_("Public Library"),
        access=Permission.LIBRARY_READ,
        on_load=(PublicLibraryState.load,),
    ),
    Page(
        path="actions",
        build=actions_page,
        title=N_("Action plan"),
        access=Permission.ACTIONS_READ,
        on_load=(ActionsState.load,),
    ),
    Page(
        path="action",
        build=action_page,
        title=N_("Action of the plan"),
        access=Permission.ACTIONS_READ,
        on_load=(ActionState.load,),
    ),
    Page(
        path="training",
        build=training_page,
        title=N_("Register of training"),
        access=Permission.ACTIONS_READ,
        on_load=(TrainingState.load,),
    ),
    Page(
        path="svi",
        build=svi_page,
        title=N_("Partner monitoring (SVI)"),
        access=Permission.APPLICATION_READ,
        on_load=(SviState.load,),
    ),
    Page(
        path="svi-find",
        build=svi_find_page,
        title=N_("Find partners"),
        access=Permission.SVI_REQUEST,
        on_load=(SviSearchState.load,),
    ),
    Page(
        path="svi-letters",
        build=svi_letters_page,
        title=N_("Certification mails"),
        access=Permission.SVI_REQUEST,
        on_load=(SviLettersState.load,),
    ),
    Page(
        path="svi-agreement",
        build=svi_agreement_page,
        title=N_("Agreement and settings"),
        access=Permission.APPLICATION_READ,
        on_load=(SviAgreementState.load,),
    ),
    Page(
        path="svi-partner",
        build=svi_partner_page,
        title=N_("What a partner shares"),
        access=Permission.APPLICATION_READ,
        on_load=(SviPartnerState.load,),
    ),
    Page(
        path="partners",
        build=partners_page,
        title=N_("Business partners"),
        access=Permission.PARTNERS_READ,
        on_load=(PartnersState.load,),
    ),
    Page(
        path="partner",
        build=partner_page,
        title=N_("Business partner"),
        access=Permission.PARTNERS_READ,
        on_load=(PartnerState.load,),
    ),
    Page(
        path="partners-import",
        build=partners_import_page,
        title=N_("Load partners from a file"),
        access=Permission.PARTNERS_MANAGE,
        on_load=(PartnersImportState.load,),
    ),
    Page(
        path="questionnaires",
        build=questionnaires_page,
        title=N_("Questionnaires for partners"),
        access=Permission.PARTNERS_READ,
        on_load=(QuestionnairesState.load,),
    ),
    Page(
        path="questionnaire",
        build=questionnaire_page,
        title=N_("Put a questionnaire together"),
        access=Permission.PARTNERS_READ,
        on_load=(QuestionnaireState.load,),
    ),
    Page(
        path="inquiries",
        build=inquiries_page,
        title=N_("Questionnaires sent to partners"),
        access=Permission.PARTNERS_READ,
        on_load=(InquiriesState.load,),
    ),
    Page(
        path="send-questionnaire",
        build=send_questionnaire_page,
        title=N_("Send a questionnaire"),
        access=Permission.PARTNERS_MANAGE,
        on_load=(SendQuestionnaireState.load,),
    ),
    Page(
        path="inquiry",
        build=inquiry_page,
        title=N_("Questionnaire of a partner"),
        access=Permission.PARTNERS_READ,
        on_load=(InquiryState.load,),
    ),
    Page(
        path="training-record",
        build=training_record_page,
        title=N_("A training for the register"),
        access=Permission.PROFILE_ANSWER,
        on_load=(TrainingRecordState.load,),
    ),
    Page(
        path="stop-mails",
        build=stop_mails_page,
        title=N_("End the reminders"),
        access="public",
        on_load=(StopMailsState.load,),
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
        on_load=(StaffCompanyState.load, CompanyFileState.load),
    ),
    Page(
        path="staff/queue",
        build=staff_queue_page,
        title=N_("Work that waits"),
        access="signed-in",
        on_load=(DeskQueueState.load,),
    ),
    Page(
        path="staff/assign",
        build=staff_assign_page,
        title=N_("Companies without a specialist"),
        access=Permission.CASE_ASSIGN,
        on_load=(StaffAssignState.load,),
    ),
    Page(
        path="staff/watch",
        build=staff_watch_page,
        title=N_("Watch list"),
        access="signed-in",
        on_load=(StaffWatchState.load,),
    ),
    Page(
        path="staff/figures",
        build=staff_figures_page,
        title=N_("Figures of the program"),
        access=Permission.TRADE_ACCOUNT_READ,
        on_load=(FiguresState.load,),
    ),
    Page(
        path="staff/profile",
        build=staff_profile_page,
        title=N_("Security profile as it was sent"),
        access=Permission.PROFILE_REVIEW,
        on_load=(StaffProfileState.load,),
    ),
    Page(
        path="staff/vetting",
        build=staff_vetting_page,
        title=N_("Vetting"),
        access=Permission.PROFILE_REVIEW,
        on_load=(StaffVettingState.load,),
    ),
    Page(
        path="staff/identifier-changes",
        build=staff_identifier_changes_page,
        title=N_("Changes of locked numbers"),
        access=Permission.PROFILE_REVIEW,
        on_load=(StaffIdentifierChangesState.load,),
    ),
    Page(
        path="staff/aeo",
        build=staff_aeo_page,
        title=N_("Registrations of an EU AEO"),
        access=Permission.PROFILE_REVIEW,
        on_load=(StaffAeoState.load,),
    ),
    Page(
        path="staff/messages",
        build=staff_messages_page,
        title=N_("Messages of a company"),
        access=Permission.PROFILE_REVIEW,
        on_load=(StaffMessagesState.load,),
    ),
    Page(
        path="aeo-registration",
        build=aeo_registration_page,
        title=N_("EU AEO registration"),
        access=Permission.APPLICATION_READ,
        on_load=(AeoRegistrationState.load,),
    ),
    Page(
        path="identifier-changes",
        build=identifier_changes_page,
        title=N_("Numbers of your company"),
        access=Permission.APPLICATION_READ,
        on_load=(IdentifierChangesState.load,),
    ),
    Page(
        path="messages",
        build=messages_page,
        title=N_("Messages with CTPAT"),
        access=Permission.APPLICATION_READ,
        on_load=(MessagesState.load,),
    ),
    Page(
        path="inbox",
        build=inbox_page,
        title=N_("Inbox"),
        access="signed-in",
        on_load=(InboxState.load,),
    ),
    Page(
        path="staff/jobs",
        build=jobs_page,
        title=N_("Jobs of the kiosk"),
        access=Permission.JOBS_READ,
        on_load=(JobsState.load,),
    ),
    Page(
        path="staff/requests",
        build=staff_requests_page,
        title=N_("Requests to merge and split"),
        access="signed-in",
        on_load=(StaffRequestsState.load,),
    ),
    Page(
        path="staff/standing",
        build=staff_standing_page,
        title=N_("Standing of a membership"),
        access="signed-in",
        on_load=(StaffStandingState.load,),
    ),
    Page(
        path="standing",
        build=standing_page,
        title=N_("Where the membership stands"),
        access="signed-in",
        on_load=(StandingState.load,),
    ),
    Page(
        path="appeal",
        build=appeal_page,
        title=N_("Appeal against the decision"),
        access="signed-in",
        on_load=(AppealState.load,),
    ),
    Page(
        path="withdraw",
        build=withdraw_page,
        title=N_("Withdraw from the program"),
        access="signed-in",
        on_load=(WithdrawState.load,),
    ),
    Page(
        path="verify",
        build=verify_page,
        title=N_("Check a certificate"),
        access="public",
        on_load=(VerifyState.load,),
        for_partners=True,
    ),
    Page(
        path="inquiry-link",
        build=inquiry_link_page,
        title=N_("Questionnaire of a customer"),
        access="public",
        on_load=(InquiryLinkState.load,),
        for_partners=True,
    ),
    Page(
        path="inquiry-answers",
        build=inquiry_answers_page,
        title=N_("Statements to answer"),
        access="partner",
        on_load=(InquiryAnswersState.load,),
        for_partners=True,
    ),
    Page(
        path="inquiry-answer",
        build=inquiry_answer_page,
        title=N_("Answer a statement"),
        access="partner",
        on_load=(InquiryAnswerState.load,),
        for_partners=True,
    ),
    Page(
        path="inquiry-talk",
        build=inquiry_talk_page,
        title=N_("Questionnaire, one question at a time"),
        access="partner",
        on_load=(InquiryTalkState.load,),
        for_partners=True,
    ),
    Page(
        path="inquiry-sign",
        build=inquiry_sign_page,
        title=N_("Sign the questionnaire"),
        access="partner",
        on_load=(InquirySignState.load,),
        for_partners=True,
    ),
    Page(
        path="inquiry-colleagues",
        build=inquiry_colleagues_page,
        title=N_("Colleagues who answer"),
        access="partner",
        on_load=(InquiryColleaguesState.load,),
        for_partners=True,
    ),
    Page(
        path="inquiry-grants",
        build=inquiry_grants_page,
        title=N_("Customers who read the answers"),
        access="partner",
        on_load=(InquiryGrantsState.load,),
        for_partners=True,
    ),
    Page(
        path="inquiry-offline",
        build=inquiry_offline_page,
        title=N_("Answer offline"),
        access="partner",
        on_load=(InquiryOfflineState.load,),
        for_partners=True,
    ),
    Page(
        path="partner-answers",
        build=partner_answers_page,
        title=N_("Answers of a partner"),
        access="public",
        on_load=(PartnerAnswersState.load,),
        for_partners=True,
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
        path="staff/help",
        build=help_desk_page,
        title=N_("Help desk"),
        access=Permission.HELP_CASE_WORK,
        on_load=(HelpDeskState.load,),
    ),
    Page(
        path="staff/help-case",
        build=help_case_page,
        title=N_("A case of the help desk"),
        access=Permission.HELP_CASE_WORK,
        on_load=(HelpCaseState.load,),
    ),
    Page(
        path="staff/help-figures",
        build=help_figures_page,
        title=N_("Figures of the help"),
        access=Permission.HELP_STATISTICS_READ,
        on_load=(HelpFiguresState.load,),
    ),
    Page(
        path="staff/known-problems",
        build=known_problems_page,
        title=N_("Known problems"),
        access=Permission.KNOWN_PROBLEM_PUBLISH,
        on_load=(KnownProblemsState.load,),
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
    Page(path="report", build=report_page, title=N_("Report a problem"), access="public"),
    Page(
        path="report-case",
        build=report_case_page,
        title=N_("Your report"),
        access="public",
        on_load=(ReportCaseState.load,),
    ),
    Page(
        path="walk-through",
        build=walk_through_page,
        title=N_("Let the help desk look on"),
        access="signed-in",
        on_load=(WalkState.open,),
    ),
    Page(
        path="staff/walk-through",
        build=staff_walk_through_page,
        title=N_("Look on at a page"),
        access=Permission.WALK_THROUGH_HELP,
        on_load=(StaffWalkState.load,),
    ),
    Page(path="outbox", build=outbox_page, title=N_("Outbox"), access="public", on_load=(OutboxState.load,)),
    Page(path="help", build=help_page, title=N_("Help"), access="public", on_load=(HelpState.load,)),
    Page(path="check-browser", build=check_browser_page, title=N_("Check my browser"), access="public"),
    Page(path="privacy", build=privacy_page, title=N_("Privacy"), access="public"),
    Page(path="accessibility", build=accessibility_page, title=N_("Accessibility"), access="public"),
    Page(path="terms", build=terms_page, title=N_("Terms of use"), access="public"),
    Page(path=NOT_FOUND, build=not_found_page, title=N_("Page not found"), access="public", for_partners=True),
)


def add_pages(app: rx.App, settings: Settings) -> None:
    """Add every page to ``app`` once per language that it exists in, its texts bound to that language."""
    for language in settings.all_languages:
        for page in pages_in(language, settings):
            app.add_page(
                _bound(page, language, settings),
                route=f"{language}/{page.path}".rstrip("/"),
                title=_title(page, language, settings),
                on_load=_loads(page),
                image="",
            )
    fallback = next(page for page in PAGES if page.path == NOT_FOUND)
    first = settings.languages[0]
    app.add_page(_bound(fallback, first, settings), route="404", title=_title(fallback, first, settings))


def pages_in(language: str, settings: Settings) -> tuple[Page, ...]:
    """Return the pages that exist in ``language``: all of them, or those for partners."""
    return PAGES if language in settings.languages else tuple(page for page in PAGES if page.for_partners)


def _loads(page: Page) -> list[EventType[()]]:
    """Return what a page loads: its own data first, then for which company the person acts there, and the frame."""
    return [*page.on_load, CompaniesState.load, FrameState.load]


def _title(page: Page, language: str, settings: Settings) -> str:
    return f"{ui_text(language, page.title)} – {settings.kiosk_name}"


def _bound(page: Page, language: str, settings: Settings) -> Callable[[], rx.Component]:
    return update_wrapper(partial(_build, page, language, settings), page.build)


def _build(page: Page, language: str, settings: Settings) -> rx.Component:
    site = Site(
        languages=settings.all_languages if page.for_partners else settings.languages,
        pages=frozenset(page.path for page in pages_in(language, settings)),
        fallback=settings.languages[0],
    )
    with building(language, page.path, site):
        return page.build()
