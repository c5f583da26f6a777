"""``kiosk export``: a sent application as PDF, in any language of the kiosk."""

from pathlib import Path

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import transaction
from ctpat_app.adapters.pdf import render_application
from ctpat_app.cli.database import open_migrated
from ctpat_app.cli.output import CommandError, say
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.printing import Answers
from ctpat_app.services.printing import printed_submission
from ctpat_app.settings import Settings
from ctpat_app.words.languages import SOURCE_LANGUAGE
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import refusal_text
from ctpat_app.words.pdf import PdfWords


def export(reference: str, *, out: Path, lang: str = SOURCE_LANGUAGE, answers: Answers = Answers.BOTH) -> None:
    """Write the application that was sent under REFERENCE into a PDF file.

    Args:
        reference: such as CT-7K2M9QXA.
        out: the file to write.
        lang: language of the document, such as en, es, zh-Hans or ar.
        answers: of an answer in two languages both texts, the English version, or the original.
    """
    settings = Settings.from_environment()
    if lang not in settings.languages:
        raise CommandError(f"There is no language {lang}. Choose one of {', '.join(settings.languages)}.")
    open_migrated(settings)
    try:
        with transaction(writes=False) as session:
            document = printed_submission(
                session,
                reference=reference,
                localiser=localiser_for(lang),
                words=PdfWords(lang, settings.kiosk_name),
                now=clock.now(),
                answers=answers,
            )
    except Refusal as refusal:
        raise CommandError(refusal_text(refusal, SOURCE_LANGUAGE)) from refusal
    rendered = render_application(document)
    try:
        out.write_bytes(rendered.content)
    except OSError as error:
        raise CommandError(f"Cannot write {out}: {error.strerror}.") from error
    say(f"Wrote {out} ({len(rendered.content)} bytes).")
    for replaced in rendered.replaced:
        sign = f"{replaced.codepoint} {replaced.name}".strip()
        say(f"Note: no font has {sign} ({replaced.where}); an empty square stands for it.")
