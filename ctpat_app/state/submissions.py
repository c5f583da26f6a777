"""What was sent for a security model, and one profile as it was signed."""

from dataclasses import dataclass, field

import reflex as rx

from ctpat_app.adapters.database import in_reading
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.guidance.summary import SummaryCriterion, SummarySection
from ctpat_app.guidance.texts import Shown
from ctpat_app.services.evidence import EvidenceFile
from ctpat_app.services.submitted_profiles import SignedProfile, list_submitted, read_signed
from ctpat_app.state.access import requires
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import moment_text
from ctpat_app.words.languages import own_name
from ctpat_app.words.messages import message


@dataclass(frozen=True)
class SubmissionLine:
    """One sending."""

    draft: int
    reference: str
    sent_at: str
    sender: str
    language: str


class SubmissionsState(rx.State):
    """Everything that was sent for the model of the draft that the address names."""

    draft: int = 0
    company: str = ""
    lines: list[SubmissionLine] = []

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> None:
        """Show the list, newest first."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        draft = number_in(self.router.url.query_parameters.get("draft", ""))
        try:
            found = await in_reading(list_submitted, session.actor(), draft_id=draft)
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.draft, self.company = draft, found.company
        self.lines = [
            SubmissionLine(
                each.draft_id,
                each.reference,
                moment_text(each.submitted_at, session.language),
                each.sender,
                own_name(each.language),
            )
            for each in found.profiles
        ]


@dataclass(frozen=True)
class SignedText:
    """One text, in its language."""

    text: str
    language: str


@dataclass(frozen=True)
class SignedRow:
    """What was asked, what was answered, and the files beside it in the versions of that day."""

    label: str
    label_language: str
    number: str = ""
    statement: str = ""
    texts: list[SignedText] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class SignedPart:
    """One part of the form."""

    id: str
    title: str
    language: str
    rows: list[SignedRow] = field(default_factory=list)


class SignedState(rx.State):
    """One profile, letter by letter as it was signed."""

    draft: int = 0
    company: str = ""
    reference: str = ""
    sent_at: str = ""
    signer: str = ""
    role: str = ""
    signed_at: str = ""
    agreement: str = ""
    agreement_language: str = ""
    text_hash: str = ""
    language: str = ""
    """In which language the texts are shown."""
    language_name: str = ""
    other: str = ""
    """The other language in which they are kept; empty when there is none."""
    other_name: str = ""
    parts: list[SignedPart] = []

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> None:
        """Show the profile in the signer's language, or in English when the address asks for it."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        wanted = self.router.url.query_parameters
        draft = number_in(wanted.get("draft", ""))
        try:
            found = await in_reading(read_signed, session.actor(), draft_id=draft)
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.draft = draft
        self._show(found, wanted.get("text", ""), session.language)

    def _show(self, found: SignedProfile, wanted: str, language: str) -> None:
        self.company, self.reference = found.company, found.reference
        self.sent_at = moment_text(found.submitted_at, language)
        shown = wanted if wanted in found.texts else found.language
        self.language, self.language_name = shown, own_name(shown)
        self.other = next((each for each in found.texts if each != shown), "")
        self.other_name = own_name(self.other) if self.other else ""
        self.parts = signed_parts(found, shown, language)
        if signature := found.signature:
            self.signer, self.role = signature.signer_name, message(f"company.role-{signature.role}", language)
            self.signed_at, self.text_hash = moment_text(signature.signed_at, language), signature.text_hash
            self.agreement, self.agreement_language = signature.text, signature.language


def signed_parts(found: SignedProfile, shown: str, language: str) -> list[SignedPart]:
    """Return the parts as they read then, with the files beside each statement."""
    return [_part(number, each, found, language) for number, each in enumerate(found.texts[shown], 1)]


def _part(number: int, section: SummarySection, found: SignedProfile, language: str) -> SignedPart:
    rows = [
        SignedRow(row.label.text, row.label.language, texts=_texts(row.values)) for row in section.rows if row.values
    ]
    rows += [_statement(item, found.evidence.get(CRITERION + item.id, ()), language) for item in section.criteria]
    return SignedPart(f"part-{number}", section.title.text, section.title.language, rows)


def _statement(item: SummaryCriterion, files: tuple[EvidenceFile, ...], language: str) -> SignedRow:
    named = [message("signed.file", language, name=file.name, number=file.number) for file in files]
    number = item.id if item.number_verified else ""
    texts = _texts((item.response, item.original))
    return SignedRow(item.title.text, item.title.language, number, item.statement.text, texts, named)


def _texts(values: tuple[Shown, ...]) -> list[SignedText]:
    return [SignedText(each.text, each.language) for each in values if each.text]
