"""``kiosk messages``: collects the texts of pages and content, and proves that every language has them all."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final, Literal, get_args

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from cyclopts import App

from ctpat_app.cli import python_texts
from ctpat_app.cli.output import CommandError, say
from ctpat_app.cli.partner_texts import is_content, ui_texts
from ctpat_app.settings import Settings
from ctpat_app.words.languages import SOURCE_LANGUAGE, locale_name

app = App(name="messages", help="Collect the texts to translate, and check the translations.")

Domain = Literal["ui", "content"]
PACKAGE: Final = Path(__file__).parents[1]
LOCALE: Final = Path("locale")
_DOMAINS: Final[tuple[Domain, ...]] = get_args(Domain)
_PLACEHOLDER: Final = re.compile(r"\{[a-z0-9_-]*\}")
# A date in the files would change them at every run.
_TIMELESS: Final = datetime(2026, 1, 1, tzinfo=UTC)
_PROBLEMS_SHOWN: Final = 20
_NO_TABLES: Final = frozenset({"languages.py"})
"""Modules of ``words`` whose texts are translations or names already."""
MAY_WAIT: Final = ("criteria/", "mid/", "samples/", "help_topics/", "help_frame/")
"""Contexts of collections that a language may leave out as a whole, never in part.

They are long and need a translator who knows the field. Until one has done a collection, people of that language read
it in English with a visible note; a mixture of both would read like a mistake.
"""


@app.command
def update() -> None:
    """Collect all texts and merge them into every language: new ones empty, changed ones marked fuzzy."""
    settings = Settings.from_environment()
    for domain in _DOMAINS:
        template = collected(domain)
        _write(LOCALE / f"{domain}.pot", template)
        for language, wanted in _wanted(template, domain, settings):
            file = _file_of(language, domain)
            _write(file, merged(file, wanted, language))
            say(f"{language} {domain}: {len(wanted)} texts")


@app.command
def check() -> None:
    """Fail when a template is out of date, or a translation is missing, fuzzy or has lost a placeholder."""
    settings = Settings.from_environment()
    problems = show(problem for domain in _DOMAINS for problem in faults(domain, settings))
    if problems:
        raise CommandError(f"{problems} problems with texts. Run: kiosk messages update, then translate.")
    say(f"All texts are translated into {', '.join(_languages(settings)) or 'no other language'}.")
    if further := _partner_languages(settings):
        say(f"All texts that partners see are translated into {', '.join(further)}.")


def show(problems: Iterable[str]) -> int:
    """Print the first problems and return how many there are."""
    found = list(problems)
    for problem in found[:_PROBLEMS_SHOWN]:
        say(problem)
    return len(found)


def faults(domain: Domain, settings: Settings) -> Iterator[str]:
    """Yield what is wrong with the texts of ``domain`` in the languages of ``settings`` and those in ``locale/``."""
    template = collected(domain)
    yield from stale(_read(LOCALE / f"{domain}.pot", None), template, f"{domain}.pot")
    yield from _untranslated_everywhere(template, domain, settings)


def content_faults(folder: Path, settings: Settings) -> Iterator[str]:
    """Yield the texts of the content in ``folder``, which is not the kiosk's own, that a language lacks."""
    yield from _untranslated_everywhere(_template("content", _content_texts(folder)), "content", settings)


def _untranslated_everywhere(template: Catalog, domain: Domain, settings: Settings) -> Iterator[str]:
    for language, wanted in _wanted(template, domain, settings):
        may_wait = () if language in _partner_languages(settings) else MAY_WAIT
        catalogue = _read(_file_of(language, domain), language)
        yield from untranslated(catalogue, wanted, f"{language} {domain}", may_wait)


def _wanted(template: Catalog, domain: Domain, settings: Settings) -> Iterator[tuple[str, Catalog]]:
    """Yield each language with the texts it needs: all of ``template``, or of it what partners see."""
    for language in _languages(settings):
        yield language, template
    for language in _partner_languages(settings):
        yield language, _for_partners(template, domain)


def _for_partners(template: Catalog, domain: Domain) -> Catalog:
    """Return the part of ``template`` that partners see."""
    part = _empty(template.locale)
    for message in _texts(template):
        seen = is_content(message.context or "") if domain == "content" else str(message.id) in ui_texts()
        if seen:
            part.add(message.id, context=message.context, locations=message.locations)
    return part


def stale(written: Catalog, wanted: Catalog, name: str) -> Iterator[str]:
    """Yield what differs between the written template and the texts as they stand now."""
    have, need = _keys(written), _keys(wanted)
    if have != need:
        yield f"{name} is out of date: {len(need - have)} new texts, {len(have - need)} gone."


def untranslated(
    catalogue: Catalog, template: Catalog, name: str, may_wait: tuple[str, ...] = MAY_WAIT
) -> Iterator[str]:
    """Yield each text of ``template`` that ``catalogue`` lacks, has only fuzzily, or with other placeholders.

    The collections of ``may_wait`` may be left out, each as a whole.
    """
    waiting = left_out(catalogue, may_wait)
    for wanted in _texts(template):
        if (wanted.context or "").startswith(waiting):
            continue
        found = catalogue.get(wanted.id, wanted.context)
        fault = _fault(found, str(wanted.id))
        if fault:
            yield f"{name}: {fault}: {wanted.context or ''} “{wanted.id}”"


def left_out(catalogue: Catalog, may_wait: tuple[str, ...] = MAY_WAIT) -> tuple[str, ...]:
    """Return the collections of ``may_wait`` of which ``catalogue`` translates nothing yet."""
    done = [message.context or "" for message in _texts(catalogue) if message.string and not message.fuzzy]
    return tuple(prefix for prefix in may_wait if not any(context.startswith(prefix) for context in done))


def _fault(found: Message | None, english: str) -> str:
    if found is None or not found.string:
        return "not translated"
    if found.fuzzy:
        return "fuzzy"
    if set(_PLACEHOLDER.findall(english)) != set(_PLACEHOLDER.findall(str(found.string))):
        return "placeholders differ"
    return ""


def collected(domain: Domain, package: Path = PACKAGE) -> Catalog:
    """Return the template of ``domain``: all texts of the Python sources, or of the content, below ``package``.

    Raises:
        CommandError: a text is joined from parts.
    """
    return _template(
        domain, _content_texts(package / "guidance" / "content") if domain == "content" else _ui_texts(package)
    )


def _template(domain: Domain, found: Iterable[tuple[str, str | None, str]]) -> Catalog:
    catalogue = Catalog(
        domain=domain, project="CTPAT kiosk", creation_date=_TIMELESS, revision_date=_TIMELESS, fuzzy=False
    )
    for location, context, message in found:
        catalogue.add(message, context=context, locations=[(location, 0)])
    return catalogue


def _content_texts(content: Path) -> Iterator[tuple[str, str | None, str]]:
    found = extract_from_dir(content, method_map=[("**.yaml", "yaml_content")], keywords={"pgettext": ((1, "c"), 2)})
    for name, _, message, _, context in found:
        yield f"guidance/content/{name}", context, str(message[-1] if isinstance(message, tuple) else message)


def _ui_texts(package: Path) -> Iterator[tuple[str, str | None, str]]:
    for file in sorted(package.rglob("*.py")):
        tables = file.parent.name == "words" and file.name not in _NO_TABLES
        for text in python_texts.texts(file.read_text("utf-8"), with_tables=tables):
            where = file.relative_to(package).as_posix()
            if isinstance(text, python_texts.JoinedText):
                raise CommandError(
                    f"{where}:{text.line}: write the whole sentence as one literal, with {{named}} placeholders."
                )
            yield where, None, text.message


def merged(file: Path, template: Catalog, language: str) -> Catalog:
    """Return the catalogue of ``file`` with exactly the texts of ``template``; texts that are gone are dropped."""
    catalogue = _read(file, language)
    # A guess from a similar sentence would have to be read and mended all the same, and takes minutes to make.
    catalogue.update(template, no_fuzzy_matching=True, keep_user_comments=True, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.creation_date = catalogue.revision_date = _TIMELESS
    return catalogue


def _languages(settings: Settings) -> list[str]:
    """Return the languages to translate all into: those of the settings and those that have a folder already."""
    started = (
        (folder.name.replace("_", "-") for folder in LOCALE.iterdir() if folder.is_dir()) if LOCALE.exists() else ()
    )
    return sorted({*settings.languages, *started} - {SOURCE_LANGUAGE, *_partner_languages(settings)})


def _partner_languages(settings: Settings) -> list[str]:
    """Return the languages to translate only that into what partners see."""
    return sorted({*settings.partner_languages} - {SOURCE_LANGUAGE, *settings.languages})


def _file_of(language: str, domain: Domain) -> Path:
    return LOCALE / locale_name(language) / "LC_MESSAGES" / f"{domain}.po"


def _read(file: Path, language: str | None) -> Catalog:
    locale = locale_name(language) if language else None
    if not file.exists():
        return _empty(locale)
    with file.open("rb") as source:
        return read_po(source, locale=locale)


def _empty(locale: Locale | str | None) -> Catalog:
    return Catalog(locale=locale, project="CTPAT kiosk", creation_date=_TIMELESS, revision_date=_TIMELESS, fuzzy=False)


def _write(file: Path, catalogue: Catalog) -> None:
    catalogue.header_comment = '# Texts of the CTPAT kiosk. The command "kiosk messages update" keeps their list.'
    buffer = BytesIO()
    write_po(buffer, catalogue, width=120, include_lineno=False, sort_by_file=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists() or file.read_bytes() != buffer.getvalue():
        file.write_bytes(buffer.getvalue())


def _texts(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _keys(catalogue: Catalog) -> set[tuple[str | None, str]]:
    return {(message.context, str(message.id)) for message in _texts(catalogue)}
