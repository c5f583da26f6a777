"""Letters and certificates as documents to print. No seal and no crest: it is the kiosk that issues them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlmodel import Session

from ctpat_app.domain.letters import Letter
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.printing import PrintedDocument, PrintedRow, PrintedSection, PrintedText
from ctpat_app.guidance.questions import name_of_type
from ctpat_app.guidance.texts import Localiser, ref
from ctpat_app.services.certificates import CertificateCopy, copy_certificate
from ctpat_app.services.library import current_library
from ctpat_app.services.printing import DocumentWords, printed_words
from ctpat_app.services.standing_view import read_letter

_ENGLISH: Final = "en"


def printed_letter(
    session: Session, actor: Actor, *, decision_id: int, language: str, words: DocumentWords, now: datetime
) -> PrintedDocument | None:
    """Return the letter as it was issued, for the contacts of its model; None for a decision without one.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    decision, company = read_letter(session, actor, decision_id=decision_id)
    if decision.letter is None:
        return None
    letter, text = decision.letter, words.text
    return PrintedDocument(
        title=text("pdf.letter.title"),
        subtitle=text("pdf.letter.subtitle"),
        language=language,
        issuer=words.kiosk,
        reference=str(decision.id),
        footer=text("pdf.letter.footer"),
        words=printed_words(words),
        printed_at=now.replace(microsecond=0),
        facts=(
            PrintedRow(text("pdf.company"), (PrintedText(company, "und"),)),
            PrintedRow(text("pdf.letter.issued-on"), (PrintedText(words.moment(decision.decided_at)),)),
        ),
        sections=tuple(_languages_of(letter, words)),
        has_contents=False,
    )


def _languages_of(letter: Letter, words: DocumentWords) -> Iterator[PrintedSection]:
    as_sent = tuple(PrintedText(each, letter.language) for each in letter.paragraphs)
    yield PrintedSection(
        words.text("pdf.letter.as-issued"), body=(PrintedText(letter.title, letter.language), *as_sent)
    )
    if letter.language != _ENGLISH:
        english = tuple(PrintedText(each, _ENGLISH) for each in letter.english)
        title = PrintedText(letter.english_title, _ENGLISH)
        yield PrintedSection(words.text("pdf.letter.in-english"), body=(title, *english))


def printed_certificate(
    session: Session,
    actor: Actor,
    *,
    certificate_id: int,
    address: str,
    localiser: Localiser,
    words: DocumentWords,
    english: DocumentWords,
    now: datetime,
) -> PrintedDocument:
    """Return a certificate in the reader's language with English beside it, for the contacts of its model.

    Args:
        session: an open session.
        actor: who asks.
        certificate_id: which certificate.
        address: of the page that checks it, without the code.
        localiser: of the reader's language.
        words: the document's own words in that language.
        english: the same in English.
        now: the present moment.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    copy = copy_certificate(session, actor, certificate_id=certificate_id)
    code, ended = copy.certificate.code, copy.certificate.revoked_at
    return PrintedDocument(
        title=_both(words, english, "pdf.certificate.title"),
        subtitle=_both(words, english, "pdf.certificate.ended", day=words.day(ended)) if ended else "",
        language=localiser.language,
        issuer=words.kiosk,
        reference=code,
        footer=words.text("pdf.certificate.footer"),
        words=printed_words(words),
        printed_at=now.replace(microsecond=0),
        facts=tuple(_facts(copy, address, localiser, words, english)),
        link=f"{address}?code={code}",
        link_text=words.text("pdf.certificate.square"),
    )


def _facts(
    copy: CertificateCopy, address: str, localiser: Localiser, words: DocumentWords, english: DocumentWords
) -> Iterator[PrintedRow]:
    library, status = current_library(), current_library().statuses[copy.certificate.status]
    name = ref(f"statuses/{status.id}", "name", status.i18n.name)
    types = [name_of_type(library.business_types[key]) for key in copy.types if key in library.business_types]
    yield PrintedRow(_both(words, english, "pdf.company"), (PrintedText(copy.company, "und"),))
    yield PrintedRow(_both(words, english, "pdf.status"), _in_both(localiser, localiser.text(name), name.english))
    yield PrintedRow(
        _both(words, english, "pdf.business-types"),
        tuple(text for each in types for text in _in_both(localiser, localiser.text(each), each.english)),
    )
    issued = copy.certificate.issued_at
    yield PrintedRow(
        _both(words, english, "pdf.certificate.issued-on"),
        _in_both(localiser, words.day(issued), english.day(issued)),
    )
    yield PrintedRow(
        _both(words, english, "pdf.certificate.check"),
        (PrintedText(address, _ENGLISH), PrintedText(copy.certificate.code, _ENGLISH)),
        words.text("pdf.certificate.check-note"),
    )


def _both(words: DocumentWords, english: DocumentWords, code: str, **params: str) -> str:
    own, other = words.text(code, **params), english.text(code, **params)
    return own if own == other else f"{own} / {other}"


def _in_both(localiser: Localiser, own: str, english: str) -> tuple[PrintedText, ...]:
    if localiser.language == _ENGLISH or own == english:
        return (PrintedText(english, _ENGLISH),)
    return (PrintedText(own, localiser.language), PrintedText(english, _ENGLISH))
