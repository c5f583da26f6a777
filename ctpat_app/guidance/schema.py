"""The shapes of all content records; unknown keys, missing texts and unquoted numbers are refused at load."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-._][a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Level = Literal["must", "should"]
CheckLevel = Literal["error", "warning", "hint"]


class Record(BaseModel):
    """Base of every shape: immutable, and strict about its keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Words(Record):
    """Base of an ``i18n`` block: English text, translated by message in ``locale/<language>/…/content.po``."""


# ---------------------------------------------------------------- conditions


class Condition(Record):
    """One test on an answer above, or on ``account.<name>``; exactly one operator, or one combinator.

    A field may hold several values (``checkboxes``); ``is`` and ``in`` hold when one of them matches.
    """

    field: str | None = None
    is_: str | None = Field(default=None, alias="is")
    is_not: str | None = Field(default=None, alias="is-not")
    in_: tuple[str, ...] | None = Field(default=None, alias="in")
    includes: str | None = None
    answered: bool | None = None
    all: tuple["Condition", ...] | None = None
    any: tuple["Condition", ...] | None = None
    not_: "Condition | None" = Field(default=None, alias="not")


# ---------------------------------------------------------------- flows


class FieldKind(StrEnum):
    """What a field takes; the code for each kind knows its shape check, its control and who may change it."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    YES_NO = "yes-no"
    CHOICE = "choice"
    CHECKBOXES = "checkboxes"
    COUNTRIES = "countries"
    DATE = "date"
    IDENTIFIER = "identifier"
    CONTACT_ROLE = "contact-role"
    PRIMARY_CONTACT = "primary-contact"
    CONSENT = "consent"
    WHOLE_NUMBER = "whole-number"
    NUMBER = "number"
    RATING = "rating"
    """A step on a scale of the content; choosing one asks nothing else, so the page stays as it is."""


CHOSEN = frozenset(
    {FieldKind.CHOICE, FieldKind.CHECKBOXES, FieldKind.PRIMARY_CONTACT, FieldKind.CONTACT_ROLE, FieldKind.RATING}
)
"""Kinds whose value names options."""
OptionsFrom = Literal[
    "business-types",
    "identifiers",
    "mutual-recognition",
    "account-addresses",
    "account-members",
    "criteria-categories",
    "threat-factors",
    "threat-scale",
    "vulnerability-scale",
    "rows",
    "risk-places",
    "risks",
]
"""Where options come from: records of the content, the trade account, or what the draft itself says."""


class OptionWords(Words):
    """Words of one option of a choice."""

    label: Text
    hint: str = ""


class Option(Record):
    """One option of a choice, stored by its ``id``, never by its text."""

    id: Slug
    i18n: OptionWords


class FieldWords(Words):
    """Words of one field."""

    label: Text
    hint: str = ""


class FlowField(Record):
    """One value that a step asks for. ``id`` is a stable slug, never reused."""

    id: Slug
    kind: FieldKind
    required: bool = False
    max: int = Field(default=200, ge=1, le=20_000)
    options: tuple[Option, ...] = ()
    options_from: OptionsFrom | None = None
    of_list: Slug | None = None
    """For options from ``rows``: the list of the same flow whose rows are offered."""
    as_list: bool = False
    """Shown as one list to choose from, however few the options are: rows stay short."""
    least: int | None = None
    """For a number: the smallest that is taken."""
    most: int | None = None
    """For a number: the largest that is taken."""
    confirm_alone: bool = False
    """Taken over from an earlier form, it is confirmed by itself, not together with the rest of its row."""
    format_of: Slug | None = None
    """For an identifier: the field of the same row that holds the id of its format."""
    when: Condition | None = None
    autocomplete: str = ""
    i18n: FieldWords


class ForEach(Record):
    """A step or a set of screens made from records instead of fields."""

    records: Literal["eligibility", "criteria"]


class RowList(Record):
    """A step that holds rows, each with the step's fields."""

    id: Slug
    rows_from: Literal["account-members"] | None = None
    """Rows come from the trade account instead of being added here."""
    min: int = Field(default=0, ge=0)
    max: int = Field(default=50, ge=1, le=500)
    named_by: tuple[Slug, ...] = ()
    """Fields of a row whose values tell it from the others."""
    fill: Literal["threats", "weak-points", "actions"] | None = None
    """What the list lacks is offered in groups, each added with one press; ``guidance/risk_fill`` says what."""


class StepWords(Words):
    """Words of one step: the question as heading, why it is asked, how long it takes."""

    title: Text
    task: Text
    """The name of the step in the task list."""
    why: str = ""
    hint: str = ""
    row: str = ""
    add: str = ""


class Step(Record):
    """One screen of a flow, or one part with a screen for each record or row."""

    id: Slug
    when: Condition | None = None
    fields: tuple[FlowField, ...] = ()
    list: RowList | None = None
    row_fields: tuple[FlowField, ...] = ()
    """The fields of each row; ``fields`` stand once, beside the rows."""
    for_each: ForEach | None = None
    consent: Slug | None = None
    """Id of the agreement that must be agreed to before the fields of the step open."""
    rules: Literal["risk-map", "risk-threats", "risk-weak-points", "risk-actions", "risk-method"] | None = None
    """Rules between the answers of the step, carried out by ``guidance/risk_checks``."""
    i18n: StepWords


class FlowWords(Words):
    """Words of a flow."""

    title: Text


class Flow(Record):
    """A guided form: an ordered list of steps with conditions; a condition looks back only."""

    id: Slug
    steps: tuple[Step, ...]
    i18n: FlowWords


# ---------------------------------------------------------------- facts


class Source(Record):
    """Where facts come from, and whether that text was read again."""

    id: Slug
    title: Text
    publisher: str = ""
    year: str = ""
    status: Text


class StatementWords(Words):
    """Words of an eligibility statement."""

    statement: Text
    why: Text
    next: Text


class EligibilityStatement(Record):
    """A statement that is true or false for the applicant; any answer but "yes" has the ``effect``."""

    id: Slug
    effect: Literal["ineligible", "review", "redirect"]
    redirect_to: Slug | None = None
    when: Condition | None = None
    verification: Text
    sources: tuple[Slug, ...]
    note: str = ""
    i18n: StatementWords


class IdentifierNeed(Record):
    """One need of a business type: at least one of ``any_of``, when ``when`` holds."""

    any_of: tuple[Slug, ...] = Field(min_length=1)
    when: Condition | None = None


class Exclusion(Record):
    """The business type ``id`` cannot stand together with this one; ``keep`` is the one to apply as."""

    id: Slug
    keep: Slug
    basis: Text
    i18n: "ExclusionWords"


class ExclusionWords(Words):
    """Why two business types cannot stand together."""

    why: Text


class BusinessTypeWords(Words):
    """Words of a business type."""

    name: Text
    definition: Text
    examples: str = ""
    identifiers_note: str = ""
    notes: tuple[Text, ...] = ()


class BusinessType(Record):
    """One part that a company plays in the supply chain; it decides eligibility, identifiers and criteria."""

    id: Slug
    statements: tuple[EligibilityStatement, ...]
    common: tuple[Slug, ...]
    required_identifiers: tuple[IdentifierNeed, ...]
    optional_identifiers: tuple[Slug, ...] = ()
    excludes: tuple[Exclusion, ...] = ()
    booklet: Text
    booklet_edition: Text
    booklet_verification: Text
    status_track: Literal["importer", "non-importer"]
    needs_alternate_contact: bool = False
    """A second officer or employee must stand in for the primary contact."""
    i18n: BusinessTypeWords


class IdentifierCheckWords(Words):
    """What a check of an identifier says when it speaks."""

    rule: Text


class IdentifierCheck(Record):
    """A structural rule in words; regex, repairs, warnings and ``domain/identifiers`` carry it out.

    ``by_hand`` marks what no format shows and the person or the specialist confirms.
    """

    id: Slug
    level: CheckLevel
    by_hand: bool = False
    i18n: IdentifierCheckWords


class Example(Record):
    """A value as typed and as stored; spaces around it are part of the example."""

    model_config = ConfigDict(str_strip_whitespace=False)

    value: str
    stored: str


class InvalidExample(Record):
    """A value that is refused, and why (for the test's name)."""

    model_config = ConfigDict(str_strip_whitespace=False)

    value: str
    why: Text


class IdentifierWords(Words):
    """Words of an identifier: its name, who issues it, the exact format, where it is printed."""

    name: Text
    issuer: Text
    hint: Text
    found_on: Text


class Repair(Record):
    """What is said about a refused value that matches, and what is offered; nothing is done silently.

    The first repair of a kind that matches is the error; further ones are hints beside it.
    """

    match: Text
    """Pattern for the whole normalised value."""
    code: Slug
    to: tuple[Text, ...] = ()
    """Values to offer, with backslash groups of ``match``."""
    pad: int = 0
    """Offer the value with zeros in front, up to so many characters."""
    drop: str = ""
    """Offer the value without these characters."""
    kind: Slug | None = None
    """Offer to move the value to this other kind."""


class Warn(Record):
    """What is said about a value that is taken; the person goes on."""

    match: Text
    """Pattern for the whole stored value."""
    code: Slug
    level: Literal["warning", "hint"] = "warning"
    unless: bool = False
    """True: speak when the value does *not* match."""
    as_typed: bool = False
    """True: match the value before hyphens are set."""
    test: Literal["", "future-year", "rfc-check-digit"] = ""
    """A test in ``domain/identifiers`` that must speak too; ``future-year`` reads the first two digits."""
    business_types: tuple[Slug, ...] = ()
    """Only for these business types; empty means all."""
    error_for: tuple[Slug, ...] = ()
    """Purposes for which the value is refused, such as ``mutual-recognition``."""


class IdentifierKind(Record):
    """The format of one business-entity identifier (BEI); the ``IdentifierFormat`` of ``domain/identifiers``."""

    id: Slug
    regex: Text
    normalise: tuple[Text, ...]
    letters: bool
    """Whether a stored value may hold the letters A to Z."""
    digits: bool
    marks: str = ""
    """Other characters of a stored value."""
    min_length: int
    """Fewest letters and digits; hyphens and slashes are not counted."""
    max_length: int
    repairs: tuple[Repair, ...] = ()
    warnings: tuple[Warn, ...] = ()
    checks: tuple[IdentifierCheck, ...]
    locked_after_submission: bool = False
    """True: from the first submission on only the assigned specialist can change it."""
    sensitivity: Literal["business", "personal", "personal-identifier"] = "business"
    encrypt: bool = False
    handling: tuple[Text, ...] = ()
    """Rules for whoever builds a page, a log or an export that could hold the value."""
    mask: str = ""
    pattern: str
    """The format drawn for the eye, such as ``NN-NNNNNNNXX``; shown beside the hint. N digit, A letter, X either."""
    format_known: bool
    verification: Text
    note: str = ""
    valid: tuple[Example, ...]
    invalid: tuple[InvalidExample, ...]
    sources: tuple[Slug, ...] = Field(min_length=1)
    i18n: IdentifierWords

    @property
    def sensitive(self) -> bool:
        """Whether messages, logs, links and exports must not hold the value."""
        return self.sensitivity != "business"


class CategoryWords(Words):
    """Words of a category of criteria."""

    name: Text


class Category(Record):
    """One of the twelve groups of the Minimum Security Criteria."""

    id: Slug
    number: int
    focus_area: Slug
    i18n: CategoryWords


class CriterionWords(Words):
    """Words of a criterion, in the project's own paraphrase."""

    title: Text
    statement: Text
    guidance: Text


class Criterion(Record):
    """One line of the Minimum Security Criteria. ``level`` holds the business types it applies to."""

    id: Slug
    number_verified: bool
    category: Slug
    level: dict[Slug, Level]
    level_unverified: tuple[Slug, ...] = ()
    only_if: Literal["trade-compliance-member"] | None = None
    evidence: tuple[Slug, ...]
    keywords: tuple[Text, ...] = ()
    source: Text
    note: str = ""
    i18n: CriterionWords


class SampleWords(Words):
    """Two invented answers to a criterion, of another industry, so that copying shows; ``lacks`` is one sentence."""

    good: Text
    weak: Text
    lacks: Text


class Sample(Record):
    """What a good and a weak answer to the criterion ``id`` look like, and what the weak one lacks."""

    id: Slug
    i18n: SampleWords


class EvidenceKindWords(Words):
    """Words of a kind of evidence."""

    name: Text
    description: Text
    typical_file: str = ""


class EvidenceKind(Record):
    """A kind of document that shows a measure in use."""

    id: Slug
    current_for_months: int
    categories: tuple[Slug, ...]
    i18n: EvidenceKindWords


class TrainingTopicWords(Words):
    """Words of a kind of training."""

    name: Text


class TrainingTopic(Record):
    """A kind of training that the criteria ask for; ``repeat_months`` is what the form offers."""

    id: Slug
    criteria: tuple[Slug, ...]
    repeat_months: int
    i18n: TrainingTopicWords


class WalkSide(StrEnum):
    """Who says a phrase in a walk-through."""

    HELPER = "helper"
    PERSON = "person"


class WalkPhraseWords(Words):
    """Words of a prepared phrase."""

    text: Text


class WalkPhrase(Record):
    """A phrase that one side of a walk-through says with one press, and the other reads in their own language."""

    id: Slug
    side: WalkSide
    points: bool = False
    """Whether it also goes as a note beside a field that the helper points at."""
    i18n: WalkPhraseWords


class SecurityQuestionWords(Words):
    """Words of a security question."""

    text: Text


class SecurityQuestion(Record):
    """A question by which a person can show who they are; its answer stays the same and stands in no register."""

    id: Slug
    i18n: SecurityQuestionWords


class TermWords(Words):
    """Words of a glossary term; ``match`` lists the spellings that are explained in place."""

    term: Text
    long: str = ""
    definition: Text
    match: tuple[Text, ...] = ()


class Term(Record):
    """One word of the field, explained."""

    id: Slug
    used_in: tuple[Text, ...] = ()
    source: Text
    i18n: TermWords


class MraPartnerWords(Words):
    """Words of a mutual-recognition partner."""

    programme: Text
    agency: Text
    note: str = ""


class MraPartner(Record):
    """A country or union whose AEO program CTPAT recognizes."""

    id: Slug
    iso: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    abbreviation: Text
    signed: Text
    languages: tuple[Text, ...]
    verification: Text
    sources: tuple[Slug, ...]
    i18n: MraPartnerWords


class AeoRuleWords(Words):
    """Words of a rule: the question, and what an answer against it means."""

    question: Text
    hint: str = ""
    otherwise: Text


class AeoRule(Record):
    """A rule about who may register as an AEO of the European Union."""

    id: Slug
    verification: Text
    sources: tuple[Slug, ...]
    i18n: AeoRuleWords


class AgreementWords(Words):
    """The text that is signed, paragraph by paragraph."""

    title: Text
    summary: tuple[Text, ...]
    paragraphs: tuple[Text, ...]
    statement: Text
    """The sentence beside the signature."""


class Agreement(Record):
    """A text that an officer signs. Its translations are guidance; the record keeps text, language and hash."""

    id: Slug
    basis: Text
    unverified: bool = False
    source: Text
    i18n: AgreementWords


class StatusWords(Words):
    """Words of a status of the lifecycle."""

    name: Text
    meaning: Text
    also_called: str = ""
    benefits: Text


class Status(Record):
    """The words of one status; what it means for transitions is code in ``domain/lifecycle.py``."""

    id: Slug
    basis: Text
    i18n: StatusWords


class MidExample(Record):
    """A worked example of a manufacturer identification code."""

    name: str
    address: str
    city: str
    country: str
    mid: str
    origin: Text
    source: Text
    shows: Text


class MidRuleWords(Words):
    """Words of one rule for building a MID."""

    rule: Text


class MidRule(Record):
    """One of the ordered rules for building a MID; the code in ``domain/mid.py`` carries them out."""

    id: Slug
    order: int
    part: Literal["whole", "country", "name", "number", "city"]
    basis: Text
    i18n: MidRuleWords


class MidPartWords(Words):
    """Name of one part of a MID, for the builder."""

    name: Text


class MidPartLength(Record):
    """How many characters a part of a MID has."""

    id: Literal["country", "name", "number", "city"]
    min: int
    max: int
    i18n: MidPartWords


class CountryCode(Record):
    """Base of a record that is known by two capital letters."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class ProvinceWords(Words):
    """Name of a Canadian province or territory."""

    name: Text


class Province(CountryCode):
    """A Canadian province or territory; its code opens a MID where others have the country."""

    i18n: ProvinceWords


class MidOrigin(Record):
    """What the ``origin`` of a worked example means."""

    id: Slug
    meaning: Text


class ConflictingGuide(Record):
    """A published guide that contradicts the regulation, kept so that nobody follows it again."""

    id: Slug
    source: Text
    says: Text
    conflict: Text


class MidWords(Words):
    """What the builder says beside the code."""

    name: Text
    uniqueness: Text
    advice: Text
    locked: Text


class Mid(Record):
    """Everything the MID builder explains, and the examples it is tested on."""

    id: Slug
    max_length: int
    parts: tuple[MidPartLength, ...]
    rules: tuple[MidRule, ...]
    provinces: tuple[Province, ...]
    examples: tuple[MidExample, ...]
    origins: tuple[MidOrigin, ...]
    conflicting_guides: tuple[ConflictingGuide, ...]
    sources: tuple[Slug, ...] = Field(min_length=1)
    i18n: MidWords


class Country(CountryCode):
    """English names by which a country is recognised beside those of CLDR; never shown, so not translated."""

    names: tuple[Text, ...]
