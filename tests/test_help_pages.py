"""Where the help leads: every page that a topic names exists, with its step and place, and is told what it is about."""

import inspect
import re
from collections.abc import Iterator
from typing import Any, cast

import pytest
from reflex.event import EventHandler

from ctpat_app.components.text import Site, building
from ctpat_app.guidance.dialogue import Asking, Ended, Trying
from ctpat_app.guidance.help_pages import help_pages, page_at, pieces, same_place
from ctpat_app.guidance.help_schema import NONE, HelpPage
from ctpat_app.guidance.library import load_library
from ctpat_app.guidance.questions import steps_of
from ctpat_app.routes import PAGES, Page
from ctpat_app.services.help_places import Places
from ctpat_app.state.help_context import Context, context_in, context_query
from ctpat_app.state.help_views import NEEDS, Reader
from ctpat_app.words.localiser import localiser_for
from tests.guidance.test_dialogue import TOPICS, every_way

LIBRARY = load_library()
HELP_PAGES = help_pages(LIBRARY)
BY_PATH = {page.path: page for page in PAGES}
OF_WHATEVER_IS_THERE = frozenset({"documents", "library", "report", "validations"})
"""Pages that find by themselves what to show when the address names nothing."""
EVERYWHERE = Places(draft=7, account=3, model=5)


def reader(context: Context = Context(), places: Places = EVERYWHERE, language: str = "en") -> Reader:  # noqa: B008
    return Reader(LIBRARY, localiser_for(language), context, places)


def ids_in(rendered: Any) -> Iterator[str]:
    """Yield the fixed ids of a built page."""
    yield from re.findall(r"""id:"([\w-]+)""", str(rendered))


@pytest.mark.parametrize("page", HELP_PAGES.values(), ids=lambda page: page.id)
def test_a_page_of_the_help_exists_with_its_step_and_place(page: HelpPage) -> None:
    assert page.path is not None
    there = BY_PATH[page.path]
    if page.step:
        assert page.step in steps_of(LIBRARY, "application")
    if page.anchor:
        site = Site(("en",), frozenset(BY_PATH), "en")
        with building("en", page.path, site):
            assert page.anchor in set(ids_in(there.build().render()))


@pytest.mark.parametrize("path", sorted({str(page.path) for page in HELP_PAGES.values()}))
def test_a_page_that_is_about_one_thing_is_told_which(path: str) -> None:
    read = {name for name in ("draft", "account", "model") if f'get("{name}"' in _source_of(BY_PATH[path])}
    if path in NEEDS:
        assert NEEDS[path] in read
    else:
        assert read == set() or path in OF_WHATEVER_IS_THERE


def _source_of(page: Page) -> str:
    """Return the source of the states that load a page's own data."""
    modules = {inspect.getmodule(cast(EventHandler, load).fn) for load in page.on_load}
    return "".join(inspect.getsource(module) for module in modules if module)


@pytest.mark.parametrize("topic", TOPICS)
def test_everything_that_a_dialogue_shows_leads_somewhere(topic: str) -> None:
    show = reader()
    for here in every_way(topic):
        stand = here.stand
        rows = list(show.said(here))
        assert all(row.text and "{" not in row.text for row in rows), here.way
        if isinstance(stand, Trying):
            named = [piece.page for piece in pieces(stand.topic.i18n.steps[stand.number - 1]) if piece.page]
            for page in named:
                assert show.href(page).startswith(f"/en/{HELP_PAGES[page].path}"), page
        if isinstance(stand, Asking):
            assert len(show.options(stand)) == len(stand.answers)
        if isinstance(stand, Ended) and stand.state == "specialist":
            assert show.href("messages") == "/en/messages/?account=3"
    assert all(show.href(page) for page in LIBRARY.help_topics[topic].link)


def test_a_link_is_about_what_the_person_came_from_or_has_just_one_of() -> None:
    identifiers = "/en/apply/?draft={}&step=identifiers"
    assert reader().href("step-identifiers") == identifiers.format(7)
    assert reader(Context(page="sign", draft=9)).href("step-identifiers") == identifiers.format(9)
    assert reader(places=Places()).href("step-identifiers") == "/en/home/"
    assert reader(places=Places(), language="ar").href("check-browser") == "/ar/check-browser/"
    assert reader().href("trade-account-users") == "/en/trade-account/?account=3#people"
    assert reader().href("no-such-page") == ""


def test_only_the_report_stays_in_the_tab_whose_dialogue_it_reads() -> None:
    assert [page for page in HELP_PAGES if reader().link(page).stays] == ["error-report"]
    assert reader().link("error-report").href == "/en/report/"


def test_a_link_back_leads_to_the_field_that_needs_another_look() -> None:
    came = Context(page="step-identifiers", step="identifiers", draft=7, fields=("f-identifier_value-r0",))
    assert reader(came).href("step-identifiers").endswith("&step=identifiers#f-identifier_value-r0")
    assert "#" not in reader(came).href("step-contacts")
    here = Context(page="criterion", draft=7, criterion="1.2")
    assert reader(here).href("criterion") == "/en/profile/?draft=7&criterion=1.2"


def test_the_context_is_read_from_the_address_and_written_again() -> None:
    came = context_in(LIBRARY, {"at": "apply", "step": "identifiers", "draft": "7", "fields": "f-a,f-<b>,f-c"})
    assert came == Context("step-identifiers", "identifiers", 7, fields=("f-a", "f-c"))
    assert context_in(LIBRARY, {name: str(value) for name, value in context_query(came).items()}) == came
    assert context_in(LIBRARY, {"at": "/"}).page == "start"
    for unknown in ({"at": "nowhere"}, {"page": "nowhere"}, {"at": "apply", "step": "'"}, {}):
        assert context_in(LIBRARY, unknown).page == ""


def test_every_page_of_the_help_is_found_at_its_address() -> None:
    for page in HELP_PAGES.values():
        found = page_at(LIBRARY, str(page.path), page.step or "")
        assert page.id in same_place(LIBRARY, found)


def test_the_topic_of_everything_unknown_is_offered_nowhere() -> None:
    assert reader().topic_lines([NONE, "nothing", TOPICS[0]])[-1].id == TOPICS[0]
