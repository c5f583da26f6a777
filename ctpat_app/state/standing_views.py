"""What the pages about standing show: decisions, letters, rehearsals, papers, in the reader's language."""

from collections.abc import Collection
from dataclasses import dataclass, field

from ctpat_app.domain.doings import Doing
from ctpat_app.domain.standing import Rehearsal
from ctpat_app.guidance.texts import ref
from ctpat_app.services.agreed_plans import PlannedAction
from ctpat_app.services.certificates import CertificateView
from ctpat_app.services.library import current_library
from ctpat_app.services.standing_records import AppealView, DecisionView, EnclosedDocument
from ctpat_app.state.model_status import status_name
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.languages import direction
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message


@dataclass(frozen=True)
class DecisionLine:
    """A decision with its letter; ``english`` is empty when the letter itself is in English."""

    id: int = 0
    sentence: str = ""
    when: str = ""
    stamp: str = ""
    ground: str = ""
    reason: str = ""
    looked_at: str = ""
    title: str = ""
    letter_language: str = "en"
    letter_direction: str = "ltr"
    paragraphs: list[str] = field(default_factory=list)
    english_title: str = ""
    english: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class RehearsalLines:
    """What a step would change, each in words."""

    before: str = ""
    after: str = ""
    benefits: str = ""
    lost: list[str] = field(default_factory=list)
    gained: list[str] = field(default_factory=list)
    answer_by: str = ""
    appeal_by: str = ""
    reapply_from: str = ""


@dataclass(frozen=True)
class ActionLine:
    """An action of a plan; ``chosen`` when it belongs to the plan that was agreed."""

    id: int
    what: str
    due: str
    state: str
    chosen: bool


@dataclass(frozen=True)
class Enclosed:
    """A document that goes with a paper."""

    name: str
    href: str


@dataclass(frozen=True)
class PaperLines:
    """An appeal in words; ``decide_by`` is empty until it is filed."""

    id: int = 0
    state: str = ""
    due: str = ""
    decide_by: str = ""
    happened: str = ""
    remedied: str = ""
    comply: str = ""
    language: str = ""
    reason: str = ""
    documents: list[Enclosed] = field(default_factory=list)


@dataclass(frozen=True)
class CertificateLine:
    """A certificate; ``ended`` is empty while it counts."""

    id: int
    status: str
    code: str
    issued: str
    ended: str


def decision_line(decision: DecisionView, language: str) -> DecisionLine:
    """Return a decision for a list; who took it is told to nobody."""
    letter = decision.letter
    is_english = letter is None or letter.language == "en"
    return DecisionLine(
        decision.id,
        message(f"standing.decided-{decision.decision}", language),
        moment_text(decision.decided_at, language),
        decision.decided_at.isoformat(),
        message(f"standing.ground-{decision.ground}", language) if decision.ground else "",
        decision.reason,
        decision.looked_at,
        letter.title if letter else "",
        letter.language if letter else "en",
        direction(letter.language) if letter else "ltr",
        list(letter.paragraphs) if letter else [],
        "" if is_english or letter is None else letter.english_title,
        [] if is_english or letter is None else list(letter.english),
    )


def rehearsal_lines(rehearsal: Rehearsal, language: str) -> RehearsalLines:
    """Return what a step would change."""

    def day(found: object) -> str:
        return day_text(found, language) if found else ""  # type: ignore[arg-type]

    return RehearsalLines(
        status_name(rehearsal.before, language),
        status_name(rehearsal.after, language),
        benefits_of(rehearsal.after, language),
        doing_names(rehearsal.lost, language),
        doing_names(rehearsal.gained, language),
        day(rehearsal.answer_by),
        day(rehearsal.appeal_by),
        day(rehearsal.reapply_from),
    )


def benefits_of(status: str, language: str) -> str:
    """Return what a status gives, as the content says."""
    words = current_library().statuses[status]
    return localiser_for(language).text(ref(f"statuses/{words.id}", "benefits", words.i18n.benefits))


def doing_names(found: Collection[Doing], language: str) -> list[str]:
    """Return what people may do, in the order of the table."""
    return [message(f"doing.{each}", language) for each in Doing if each in found]


def action_lines(actions: Collection[PlannedAction], agreed: Collection[int], language: str) -> list[ActionLine]:
    """Return the actions of a plan; ``agreed`` are the numbers of those that belong to the agreed one."""
    return [
        ActionLine(
            each.id,
            each.what,
            day_text(each.due_on, language),
            message(f"plan.state-{each.state}", language),
            each.id in agreed,
        )
        for each in actions
    ]


def enclosed(documents: Collection[EnclosedDocument]) -> list[Enclosed]:
    """Return the documents of a paper, each with the address of the version that was enclosed."""
    return [Enclosed(each.name, f"/files/document/{each.document_id}/{each.number}") for each in documents]


def appeal_lines(appeal: AppealView, language: str) -> PaperLines:
    """Return an appeal as far as it is written."""
    return PaperLines(
        appeal.id,
        message(f"appeal.state-{appeal.state}", language),
        day_text(appeal.due_on, language),
        day_text(appeal.decide_by, language) if appeal.decide_by else "",
        appeal.texts.happened,
        appeal.texts.remedied,
        appeal.texts.comply,
        appeal.language,
        appeal.reason,
        enclosed(appeal.documents),
    )


def certificate_line(certificate: CertificateView, language: str) -> CertificateLine:
    """Return a certificate for a list."""
    ended = certificate.revoked_at
    return CertificateLine(
        certificate.id,
        status_name(certificate.status, language),
        certificate.code,
        day_text(certificate.issued_at.date(), language),
        day_text(ended.date(), language) if ended else "",
    )
