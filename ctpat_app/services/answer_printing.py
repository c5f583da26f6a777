"""An inquiry on paper: to fill in by hand, and what was signed, in the partner's language with English beside it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlmodel import Session

from ctpat_app.domain.printing import (
    PrintedCriterion,
    PrintedDocument,
    PrintedRow,
    PrintedSection,
    PrintedSignature,
    PrintedText,
)
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.texts import Localiser, Shown, ref
from ctpat_app.services.inquiry_answers import OpenInquiry, PartnerAnswer, read_inquiry
from ctpat_app.services.inquiry_signing import read_signed
from ctpat_app.services.inquiry_snapshots import SignedAnswer, SignedAnswers
from ctpat_app.services.inquiry_visits import Visit
from ctpat_app.services.library import library_version
from ctpat_app.services.printing import DocumentWords, printed_words

_ENGLISH: Final = "en"
_NAMES: Final = "und"
"""Names are in a language that nobody knows."""


def printed_pack(
    session: Session, visit: Visit, *, inquiry_id: int, localiser: Localiser, words: DocumentWords, now: datetime
) -> PrintedDocument:
    """Return the questionnaire with what a good answer tells and what is answered so far.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    inquiry = read_inquiry(session, visit, inquiry_id=inquiry_id)
    facts = (
        PrintedRow(words.message("reply.pdf-asked-by"), (PrintedText(inquiry.company, _NAMES),)),
        PrintedRow(words.message("reply.pdf-answered-by"), (PrintedText(inquiry.partner, _NAMES),)),
        PrintedRow(words.message("reply.pdf-due"), (PrintedText(words.date(inquiry.due_on)),)),
    )
    return PrintedDocument(
        title=inquiry.name,
        subtitle=words.message("reply.pdf-pack"),
        language=localiser.language,
        issuer=words.kiosk,
        reference=inquiry.reference,
        footer=words.message("reply.pdf-footer"),
        words=printed_words(words),
        printed_at=now.replace(microsecond=0),
        facts=facts,
        sections=tuple(_sections(inquiry, localiser, words)),
        has_contents=False,
    )


def printed_signed(
    session: Session, visit: Visit, *, inquiry_id: int, localiser: Localiser, words: DocumentWords, now: datetime
) -> PrintedDocument | None:
    """Return what was signed last, with English beside it; None before anything was signed.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    signed = read_signed(session, visit, inquiry_id=inquiry_id)
    if signed is None:
        return None
    return signed_document(signed, library_version(session, signed.library_hash), localiser, words, now)


def signed_document(
    signed: SignedAnswers, library: Library, localiser: Localiser, words: DocumentWords, now: datetime
) -> PrintedDocument:
    """Return a signed version as a document, statements in the reader's language and in English."""
    criteria = tuple(_signed_criterion(each, library, localiser, words) for each in signed.answers)
    return PrintedDocument(
        title=signed.name,
        subtitle=words.message("reply.pdf-signed"),
        language=localiser.language,
        issuer=words.kiosk,
        reference=signed.reference,
        footer=words.message("reply.pdf-footer"),
        words=printed_words(words),
        printed_at=now.replace(microsecond=0),
        facts=(
            PrintedRow(words.message("reply.pdf-asked-by"), (PrintedText(signed.company, _NAMES),)),
            PrintedRow(words.message("reply.pdf-answered-by"), (PrintedText(signed.partner, _NAMES),)),
        ),
        sections=(PrintedSection(words.message("reply.pdf-answers"), criteria=criteria),),
        signatures=(_signature(signed, words),),
        has_contents=False,
    )


def _sections(inquiry: OpenInquiry, localiser: Localiser, words: DocumentWords) -> Iterator[PrintedSection]:
    if inquiry.introduction:
        yield PrintedSection(words.message("reply.pdf-introduction"), body=(PrintedText(inquiry.introduction, _NAMES),))
    for category in inquiry.library.categories.values():
        own = [each for each in inquiry.answers if inquiry.library.criteria[each.criterion].category == category.id]
        if own:
            name = localiser.text(ref(f"categories/{category.id}", "name", category.i18n.name))
            yield PrintedSection(name, criteria=tuple(_asked(inquiry, each, localiser, words) for each in own))


def _asked(inquiry: OpenInquiry, answer: PartnerAnswer, localiser: Localiser, words: DocumentWords) -> PrintedCriterion:
    record = inquiry.library.criteria[answer.criterion]
    guidance = localiser.text(ref(f"criteria/{record.id}", "guidance", record.i18n.guidance))
    return PrintedCriterion(
        record.id,
        words.text("pdf.must" if inquiry.is_must(record.id) else "pdf.should"),
        _text(localiser.show(ref(f"criteria/{record.id}", "statement", record.i18n.statement))),
        tuple(_responses(answer.text, answer.language, answer.english, words)),
        guidance if answer.applies else words.message("reply.pdf-not-applicable"),
    )


def _signed_criterion(
    answer: SignedAnswer, library: Library, localiser: Localiser, words: DocumentWords
) -> PrintedCriterion:
    source = ref(f"criteria/{answer.criterion}", "statement", answer.statement)
    shown = localiser.show(source) if answer.criterion in library.criteria else Shown(answer.statement, _ENGLISH)
    beside = "" if shown.language == _ENGLISH else answer.statement
    files = words.message("reply.pdf-files", files=", ".join(each.name for each in answer.files))
    notes = [words.message("reply.pdf-not-applicable")] * (not answer.applies) + [files] * bool(answer.files)
    responses = [*_responses(answer.text, answer.language, answer.english, words)]
    if beside:
        responses.append(PrintedText(beside, _ENGLISH, words.message("reply.pdf-statement-english")))
    return PrintedCriterion(answer.criterion, "", _text(shown), tuple(responses), "\n\n".join(notes))


def _responses(text: str, language: str, english: str, words: DocumentWords) -> Iterator[PrintedText]:
    yield PrintedText(text, language, words.text("pdf.as-answered") if english else "")
    if english:
        yield PrintedText(english, _ENGLISH, words.text("pdf.english-version"))


def _signature(signed: SignedAnswers, words: DocumentWords) -> PrintedSignature:
    rows = [
        PrintedRow(words.text("pdf.signer"), (PrintedText(signed.signer_name, _NAMES),)),
        PrintedRow(words.text("pdf.role"), (PrintedText(signed.signer_title, _NAMES),)),
        PrintedRow(words.text("pdf.acting-for"), (PrintedText(signed.partner, _NAMES),)),
        PrintedRow(words.text("pdf.signed-at"), (PrintedText(words.moment(signed.signed_at)),)),
    ]
    if signed.declaration != signed.declaration_english:
        rows.append(
            PrintedRow(words.message("reply.pdf-in-english"), (PrintedText(signed.declaration_english, _ENGLISH),))
        )
    agreement = PrintedText(signed.declaration, signed.declaration_language)
    return PrintedSignature(words.message("reply.pdf-declaration"), agreement, tuple(rows))


def _text(shown: Shown) -> PrintedText:
    return PrintedText(shown.text, shown.language)
