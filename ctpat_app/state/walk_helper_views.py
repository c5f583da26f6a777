"""What a helper sees of the person's page: its own views in the helper's language, every sensitive value masked."""

from dataclasses import dataclass, field, replace

from ctpat_app.domain.walk_throughs import PAGES, Place
from ctpat_app.guidance.english_views import english_view
from ctpat_app.guidance.views import (
    FieldView,
    ProblemView,
    RowView,
    StepView,
    TaskView,
    criterion_view,
    problem_views,
    step_view,
    task_views,
)
from ctpat_app.guidance.walk_masks import scrubbed
from ctpat_app.services.application import OpenedDraft
from ctpat_app.services.walk_views import HelperLook
from ctpat_app.state.reading import reader_of
from ctpat_app.state.walk_lines import PhraseChoice, place_text
from ctpat_app.words.messages import message

NO_STEP = StepView(key="", title="", why="", hint="", number=0, count=0)


@dataclass(frozen=True)
class SeenPage:
    """The person's page as the helper sees it; all but the name is empty where nothing more is shown."""

    name: str = ""
    step: StepView = NO_STEP
    number: str = ""
    """Of a statement."""
    must: bool = False
    is_statement: bool = False
    tasks: list[TaskView] = field(default_factory=list)
    problems: list[ProblemView] = field(default_factory=list)
    pages: list[PhraseChoice] = field(default_factory=list)
    """What can be proposed, as ``page`` or ``page|step``."""


NO_PAGE = SeenPage()


def seen_page(look: HelperLook, language: str) -> SeenPage:
    """Return the person's page; no sensitive value is in it, and none that is not shown is kept."""
    situation = look.opened.situation if look.opened else None
    page = SeenPage(name=place_text(look.place, language, situation), pages=_pages(look, language))
    if look.opened and look.place:
        page = _with_form(page, look.opened, look.place, language)
    return scrubbed(page, look.secrets)


def _with_form(page: SeenPage, opened: OpenedDraft, place: Place, language: str) -> SeenPage:
    situation = opened.situation
    # Nobody writes here, so nothing is offered to write.
    reader = replace(reader_of(opened, language), may_write=lambda _question: False)
    if place.page == "application":
        return replace(page, tasks=task_views(situation, reader))
    if place.page == "check":
        return replace(page, problems=problem_views(situation, reader))
    if place.page == "profile":
        return _statement(page, opened, place, language)
    step = situation.step(place.step) or situation.next_open() or situation.path[0]
    if step.for_each and step.for_each.records == "criteria":
        return page
    shown = step_view(situation, step, reader)
    return replace(page, name=shown.title, step=_to_read(shown))


def _statement(page: SeenPage, opened: OpenedDraft, place: Place, language: str) -> SeenPage:
    situation, reader = opened.situation, reader_of(opened, language)
    reader = replace(reader, may_write=lambda _question: False)
    order = [item.criterion.id for item in situation.criteria]
    chosen = place.criterion if place.criterion in order else situation.next_criterion("") or next(iter(order), "")
    view = criterion_view(situation, chosen, reader)
    if view is None:
        return page
    fields = [*view.fields, *english_view(situation, chosen, reader).fields]
    step = StepView(
        key=view.id,
        title=view.statement,
        why=view.guidance,
        hint="",
        number=0,
        count=0,
        fields=fields,
        in_english=view.in_english,
    )
    return replace(page, name=view.title, step=_to_read(step), number=view.number, must=view.must, is_statement=True)


def _to_read(step: StepView) -> StepView:
    rows = [RowView(row.key, row.title, [_field(each) for each in row.fields]) for row in step.rows]
    return replace(step, fields=[_field(each) for each in step.fields], rows=rows, fills=[], add_label="")


def _field(item: FieldView) -> FieldView:
    """Return a field without what only helps to write it."""
    return replace(item, offers=[], pattern="", live_pattern="", tip="", autocomplete="", taken="")


def _pages(look: HelperLook, language: str) -> list[PhraseChoice]:
    parts: list[PhraseChoice] = []
    if look.opened and look.place:
        situation = look.opened.situation
        form = "risk" if look.place.page == "risk" else "apply"
        parts = [
            PhraseChoice(f"{form}|{step.id}", place_text(Place(form, step=step.id), language, situation))
            for step in situation.path
            if not (step.for_each and step.for_each.records == "criteria")
        ]
    return parts + [
        PhraseChoice(f"{page}|", message(f"walk.place-{page}", language))
        for page in PAGES
        if look.opened or page not in {"application", "check", "readiness"}
    ]
