"""What the kiosk says for each message code: refusals, notices, notes. Codes are stable, texts are translated.

The texts stand in ``words/*_messages.py`` by area. Write a text as one or more whole sentences that say what to do,
then why. Placeholders are named.
"""

from typing import Any, Final

from ctpat_app.domain.errors import Refusal
from ctpat_app.words.account_messages import ACCOUNT_MESSAGES
from ctpat_app.words.action_messages import ACTION_MESSAGES
from ctpat_app.words.aeo_messages import AEO_MESSAGES
from ctpat_app.words.annual_messages import ANNUAL_MESSAGES
from ctpat_app.words.application_messages import APPLICATION_MESSAGES
from ctpat_app.words.case_messages import CASE_MESSAGES
from ctpat_app.words.catalogues import ui_text
from ctpat_app.words.change_messages import CHANGE_MESSAGES
from ctpat_app.words.correspondence_messages import CORRESPONDENCE_MESSAGES
from ctpat_app.words.desk_messages import DESK_MESSAGES
from ctpat_app.words.evidence_messages import EVIDENCE_MESSAGES
from ctpat_app.words.help_case_messages import HELP_CASE_MESSAGES
from ctpat_app.words.help_desk_messages import HELP_DESK_MESSAGES
from ctpat_app.words.help_messages import HELP_MESSAGES
from ctpat_app.words.history_messages import HISTORY_MESSAGES
from ctpat_app.words.identifier_messages import IDENTIFIER_MESSAGES
from ctpat_app.words.identity_messages import IDENTITY_MESSAGES
from ctpat_app.words.job_messages import JOB_MESSAGES
from ctpat_app.words.joining_messages import JOINING_MESSAGES
from ctpat_app.words.model_messages import MODEL_MESSAGES
from ctpat_app.words.organization_messages import ORGANIZATION_MESSAGES
from ctpat_app.words.partner_messages import PARTNER_MESSAGES
from ctpat_app.words.person_messages import PERSON_MESSAGES
from ctpat_app.words.practice_messages import PRACTICE_MESSAGES
from ctpat_app.words.questionnaire_messages import QUESTIONNAIRE_MESSAGES
from ctpat_app.words.readiness_messages import READINESS_MESSAGES
from ctpat_app.words.recovery_messages import RECOVERY_MESSAGES
from ctpat_app.words.register_messages import REGISTER_MESSAGES
from ctpat_app.words.review_messages import REVIEW_MESSAGES
from ctpat_app.words.risk_messages import RISK_MESSAGES
from ctpat_app.words.standing_messages import STANDING_MESSAGES
from ctpat_app.words.svi_messages import SVI_MESSAGES
from ctpat_app.words.talk_messages import TALK_MESSAGES
from ctpat_app.words.terminal_messages import TERMINAL_MESSAGES
from ctpat_app.words.trade_account_messages import TRADE_ACCOUNT_MESSAGES
from ctpat_app.words.upload_messages import UPLOAD_MESSAGES
from ctpat_app.words.validation_messages import VALIDATION_MESSAGES
from ctpat_app.words.vetting_messages import VETTING_MESSAGES
from ctpat_app.words.walk_messages import WALK_MESSAGES

AREAS: Final = (
    ACCOUNT_MESSAGES,
    RECOVERY_MESSAGES,
    PERSON_MESSAGES,
    IDENTITY_MESSAGES,
    TRADE_ACCOUNT_MESSAGES,
    ORGANIZATION_MESSAGES,
    HISTORY_MESSAGES,
    APPLICATION_MESSAGES,
    CHANGE_MESSAGES,
    MODEL_MESSAGES,
    CASE_MESSAGES,
    STANDING_MESSAGES,
    IDENTIFIER_MESSAGES,
    JOINING_MESSAGES,
    TALK_MESSAGES,
    REVIEW_MESSAGES,
    RISK_MESSAGES,
    EVIDENCE_MESSAGES,
    READINESS_MESSAGES,
    ACTION_MESSAGES,
    ANNUAL_MESSAGES,
    DESK_MESSAGES,
    HELP_MESSAGES,
    HELP_DESK_MESSAGES,
    UPLOAD_MESSAGES,
    CORRESPONDENCE_MESSAGES,
    VETTING_MESSAGES,
    JOB_MESSAGES,
    VALIDATION_MESSAGES,
    SVI_MESSAGES,
    AEO_MESSAGES,
    REGISTER_MESSAGES,
    QUESTIONNAIRE_MESSAGES,
    PARTNER_MESSAGES,
    HELP_CASE_MESSAGES,
    WALK_MESSAGES,
    TERMINAL_MESSAGES,
    PRACTICE_MESSAGES,
)
MESSAGES: Final[dict[str, str]] = {code: text for area in AREAS for code, text in area.items()}


class _Values(dict[str, Any]):
    """The placeholders' values; one that is missing shows as its name, since an error text must never fail itself."""

    def __missing__(self, key: str) -> str:
        return key


def message(code: str, language: str, /, **params: Any) -> str:
    """Return the text of ``code`` in ``language`` with its placeholders filled in; the code itself if there is none."""
    text = MESSAGES.get(code)
    return code if text is None else ui_text(language, text).format_map(_Values(params))


def isolated(name: str) -> str:
    """Return a name for use inside a sentence: its script does not turn the sentence around."""
    return f"\u2068{name}\u2069"


def refusal_text(refusal: Refusal, language: str) -> str:
    """Return what ``refusal`` tells the person."""
    return message(refusal.code, language, **refusal.params)
