"""Messages in the reader's language: who wrote them and when; the texts stay in theirs."""

from dataclasses import dataclass, field

from ctpat_app.domain.conversations import About, AboutKind, Side
from ctpat_app.guidance.texts import ref
from ctpat_app.services.conversation_view import FileItem, MessageItem
from ctpat_app.services.library import current_library
from ctpat_app.state.summaries import criterion_address
from ctpat_app.words.dates import moment_text
from ctpat_app.words.languages import direction, own_name
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message


@dataclass(frozen=True)
class FileLine:
    """A file with a message."""

    name: str
    href: str


@dataclass(frozen=True)
class MessageCard:
    """One message; ``said_in`` is empty where its language is the reader's."""

    id: int
    title: str
    is_own: bool
    is_new: bool
    text: str
    language: str
    direction: str
    said_in: str
    about: str
    about_href: str
    stamp: str
    files: list[FileLine] = field(default_factory=list)


@dataclass(frozen=True)
class DocumentChoice:
    """A document that can go along; ``chosen`` when it was uploaded on this page."""

    id: str
    name: str
    chosen: bool


def message_card(item: MessageItem, side: Side, account: int, language: str) -> MessageCard:
    """Return a message as somebody of ``side`` reads it."""
    return MessageCard(
        id=item.id,
        title=message(
            "conversation.by-person-at",
            language,
            person=isolated(_writer(item, language)),
            moment=moment_text(item.at, language),
        ),
        is_own=item.side is side,
        is_new=item.is_new,
        text=item.text,
        language=item.language,
        direction=direction(item.language),
        said_in=""
        if item.language == language
        else message("conversation.written-in", language, language=isolated(own_name(item.language))),
        about=about_text(item.about, language),
        about_href=_about_href(item, side, account, language),
        stamp=item.at.isoformat(),
        files=[_file(each, language) for each in item.files],
    )


def _writer(item: MessageItem, language: str) -> str:
    if item.is_mine:
        return message("conversation.by-me", language)
    return item.writer or message("conversation.by-ctpat", language)


def _file(item: FileItem, language: str) -> FileLine:
    return FileLine(item.name, f"/files/document/{item.document_id}/{item.number}?lang={language}")


def about_text(about: About | None, language: str) -> str:
    """Return what a message is about in words, empty for the company as a whole."""
    if about is None:
        return ""
    if about.kind is AboutKind.IDENTIFIER_CHANGE:
        return message("conversation.about-change", language)
    criterion = current_library().criteria.get(about.criterion)
    title = ""
    if criterion:
        title = localiser_for(language).text(ref(f"criteria/{criterion.id}", "title", criterion.i18n.title))
    return message("conversation.about-statement", language, number=isolated(about.criterion), title=isolated(title))


def _about_href(item: MessageItem, side: Side, account: int, language: str) -> str:
    about = item.about
    if about is None:
        return ""
    if about.kind is AboutKind.IDENTIFIER_CHANGE:
        if side is Side.STAFF:
            return f"/{language}/staff/identifier-changes/?account={account}"
        return f"/{language}/identifier-changes/?draft={item.about_draft}"
    if side is Side.STAFF:
        place = about.criterion.replace(".", "-")
        return f"/{language}/staff/profile/?draft={about.number}#statement-{place}"
    return criterion_address(language, about.number, about.criterion)
