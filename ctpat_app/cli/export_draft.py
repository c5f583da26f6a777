"""``kiosk export-draft``: what was answered in a draft, in one canonical form that can be compared."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import transaction
from ctpat_app.cli.database import open_migrated
from ctpat_app.cli.output import CommandError, say
from ctpat_app.domain.errors import Refusal
from ctpat_app.services.canonical import canonical_draft_of
from ctpat_app.settings import Settings
from ctpat_app.words.languages import SOURCE_LANGUAGE
from ctpat_app.words.messages import refusal_text


def export_draft(draft: int, *, person: Annotated[str, Parameter(name="--as")], out: Path) -> None:
    """Write the answers of DRAFT into a JSON file, without times, versions and random keys.

    Args:
        draft: number of the draft, as it stands in the address of its pages.
        person: mail address of somebody who may read it.
        out: the file to write.
    """
    open_migrated(Settings.from_environment())
    try:
        with transaction(writes=False) as session:
            text = canonical_draft_of(session, email=person, draft_id=draft, now=clock.now())
    except Refusal as refusal:
        raise CommandError(refusal_text(refusal, SOURCE_LANGUAGE)) from refusal
    try:
        out.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"Cannot write {out}: {error.strerror}.") from error
    say(f"Wrote {out}.")
