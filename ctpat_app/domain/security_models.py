"""Link, de-link, merge and split: who must agree, what is needed, and what comes out of it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING, Status
from ctpat_app.domain.model_history import Dates, dates_taking_in
from ctpat_app.domain.texts import clean_line, clean_text


class Operation(StrEnum):
    """What an officer may ask for; stable ids."""

    LINK = "link"
    DELINK = "delink"
    MERGE = "merge"
    SPLIT = "split"
    MERGE_ACCOUNTS = "merge-accounts"
    SPLIT_ACCOUNT = "split-account"


class RequestState(StrEnum):
    """Where a request stands; stable ids."""

    WAITING_PARTNER = "waiting-partner"
    WAITING_APPROVAL = "waiting-approval"
    AGREED = "agreed"
    """Everybody said yes; it takes effect when the time for second thoughts is over."""
    DONE = "done"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    FAILED = "failed"
    """When it was due, the facts had changed and the rules no longer allowed it."""


OPEN: Final = frozenset({RequestState.WAITING_PARTNER, RequestState.WAITING_APPROVAL, RequestState.AGREED})
"""It may still be undone: nothing has taken effect."""

SECOND_THOUGHTS: Final = timedelta(days=1)
"""Between the last agreement and the effect, so that a mistake can be undone (project proposal)."""

FIRST_STATE: Final = {
    Operation.LINK: RequestState.WAITING_PARTNER,
    Operation.DELINK: RequestState.AGREED,
    Operation.MERGE: RequestState.WAITING_APPROVAL,
    Operation.SPLIT: RequestState.WAITING_APPROVAL,
    Operation.MERGE_ACCOUNTS: RequestState.WAITING_PARTNER,
    Operation.SPLIT_ACCOUNT: RequestState.WAITING_PARTNER,
}
"""A link needs the other company; leaving one needs nobody; models of one account need CTPAT management. Whole accounts
need both: the other officer, or the future one, and then CTPAT management."""

MIN_REASON: Final = 10
MAX_REASON: Final = 2000
MAX_MODEL_NAME: Final = 200

_IN_REVIEW: Final = frozenset({Status.SUBMITTED, Status.UNDER_REVIEW})

NO_DATES: Final = Dates()
Place = tuple[str, str]
"""Key and row of an answer."""


@dataclass(frozen=True)
class ModelFacts:
    """A security model as the rules look at it; ``answers`` are those of its newest form."""

    id: int
    trade_account_id: int
    name: str
    status: Status
    types: tuple[str, ...]
    being_written: bool
    """Whether somebody can still write answers in its form."""
    answers: Mapping[Place, str]
    documents: int = 0
    """How many its document exchange holds."""
    dates: Dates = NO_DATES
    watchers: frozenset[int] = frozenset()
    """The security models of partners who watch its status in SVI."""
    in_svi: bool = False


@dataclass(frozen=True)
class ModelOutcome:
    """What becomes of one security model; id 0 is the new one."""

    id: int
    name: str
    status: Status
    types: tuple[str, ...]
    documents: int = 0
    """How many its document exchange holds afterwards."""
    dates: Dates = NO_DATES
    watchers: int = 0
    """How many partners watch its status in SVI afterwards."""


@dataclass(frozen=True)
class Difference:
    """A criterion that both models answered, in different words."""

    key: str
    row: str
    first: str
    second: str


@dataclass(frozen=True)
class Outcome:
    """What a merge or split leads to: the same for the rehearsal and for the real thing."""

    models: tuple[ModelOutcome, ...]
    kept: int
    """How many answers the form (of a split: each form) takes over."""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Combined:
    """The answers of a merged model: from which of the two each one comes, and what is left to choose."""

    from_first: frozenset[Place]
    from_second: frozenset[Place]
    joined: Mapping[Place, str]
    differences: tuple[Difference, ...]

    @property
    def kept(self) -> int:
        """How many answers the merged form takes over."""
        return len(self.from_first) + len(self.from_second) + len(self.joined)


def clean_reason(text: str) -> str:
    """Return the reason for a request.

    Raises:
        InvalidValue: ``organization.reason-short`` (``least``), ``text.…``.
    Source: Portal User Manual rev. 1.1, "Merging" and "Splitting": a detailed reason.
    """
    reason = clean_text(text, MAX_REASON)
    if len(reason) < MIN_REASON:
        raise InvalidValue("organization.reason-short", least=MIN_REASON)
    return reason


def check_merge(first: ModelFacts, second: ModelFacts, *, identical_practices: bool) -> None:
    """Refuse a merge that the rules do not allow.

    Both stand at the same point: members in good standing, or sent and not decided yet; so no business type becomes
    certified by a merge alone. While somebody writes in a form, its answers could be lost.

    Raises:
        InvalidValue: ``merge.same-model``, ``merge.other-account``, ``merge.not-same-point``, ``merge.being-written``,
            ``merge.not-identical``.
    Source: Portal User Manual rev. 1.1, "Merging Security Models"; the standing is a project proposal.
    """
    if first.id == second.id:
        raise InvalidValue("merge.same-model")
    if first.trade_account_id != second.trade_account_id:
        raise InvalidValue("merge.other-account")
    if first.being_written or second.being_written:
        raise InvalidValue("merge.being-written")
    standings = {first.status, second.status}
    if not (standings <= IN_GOOD_STANDING or standings <= _IN_REVIEW):
        raise InvalidValue("merge.not-same-point")
    if not identical_practices:
        raise InvalidValue("merge.not-identical")


def check_split(model: ModelFacts, business_type: str, name: str) -> str:
    """Return the cleaned name of the model that a split would make.

    Raises:
        InvalidValue: ``split.not-good-standing``, ``split.being-written``, ``split.one-type``,
            ``split.type-unknown``, ``split.name-empty``, ``text.…``.
    Source: Portal User Manual rev. 1.1, "Splitting a Security Model"; model.being_written is a project proposal.
    """
    if model.status not in IN_GOOD_STANDING:
        raise InvalidValue("split.not-good-standing")
    if model.being_written:
        raise InvalidValue("split.being-written")
    if len(model.types) < 2:
        raise InvalidValue("split.one-type")
    if business_type not in model.types:
        raise InvalidValue("split.type-unknown")
    cleaned = clean_line(name, MAX_MODEL_NAME)
    if not cleaned:
        raise InvalidValue("split.name-empty")
    return cleaned


def check_link(parent: int, child: int, parents: Mapping[int, int]) -> None:
    """Refuse a link that would not leave a hierarchy.

    Args:
        parent: the account above.
        child: the account below.
        parents: account -> the account above it, for all links that stand.

    Raises:
        InvalidValue: ``link.same-company``, ``link.already``, ``link.has-parent``, ``link.circle``.
    Source: Portal User Manual rev. 1.1, glossary: a trade organization is a hierarchy of linked trade accounts.
    """
    if parent == child:
        raise InvalidValue("link.same-company")
    if parents.get(child) == parent or parents.get(parent) == child:
        raise InvalidValue("link.already")
    if child in parents:
        raise InvalidValue("link.has-parent")
    above: int | None = parent
    while above is not None:
        if above == child:
            raise InvalidValue("link.circle")
        above = parents.get(above)


def merge_outcome(first: ModelFacts, second: ModelFacts, combined: Combined) -> Outcome:
    """Return what a merge leads to: the first model takes the business types of both, the second one ends.

    Members of different standing go on at the lower one; who is still under review completes and sends again. The
    documents of the second move to the first, and so do the partners who watch it, when the first takes part in SVI.
    """
    if first.status not in IN_GOOD_STANDING:
        status = Status.RETURNED
    else:
        status = first.status if first.status is second.status else Status.CERTIFIED
    types = tuple(dict.fromkeys((*first.types, *second.types)))
    dates = dates_taking_in(status, first.dates)
    watchers = (first.watchers | second.watchers) - {first.id, second.id} if first.in_svi else frozenset()
    return Outcome(
        (
            ModelOutcome(first.id, first.name, status, types, first.documents + second.documents, dates, len(watchers)),
            ModelOutcome(second.id, second.name, Status.WITHDRAWN, second.types, 0, second.dates),
        ),
        combined.kept,
        combined.differences,
    )


def split_outcome(model: ModelFacts, business_type: str, name: str) -> Outcome:
    """Return what a split leads to: one type moves to a model of its own.

    Both keep standing, dates and answers; the new one gets a copy of each document. It does not take part in SVI.
    """
    rest = tuple(each for each in model.types if each != business_type)
    return Outcome(
        (
            ModelOutcome(model.id, model.name, model.status, rest, model.documents, model.dates, len(model.watchers)),
            ModelOutcome(0, name, model.status, (business_type,), model.documents, model.dates),
        ),
        len(model.answers),
    )


def combine(
    first: Mapping[Place, str],
    second: Mapping[Place, str],
    *,
    is_criterion: Callable[[str], bool],
    lists: Collection[str],
    of_first_alone: Collection[str],
) -> Combined:
    """Return which answers a merged form takes from which model.

    Args:
        first: answers of the model that stays.
        second: answers of the model that is taken in.
        is_criterion: whether a key is a response to a criterion; two different ones are left to the officer.
        lists: keys whose values are lists of options, taken together.
        of_first_alone: keys that the second model adds nothing to, such as who is the officer.
    """
    own = {place for place in first if place not in second or first[place] == second[place]}
    added = {place for place in second if place not in first and place[0] not in of_first_alone}
    differing = [place for place in first if place in second and first[place] != second[place]]
    joined = {place: _join(first[place], second[place]) for place in differing if place[0] in lists}
    open_ones = [place for place in differing if is_criterion(place[0]) and first[place] and second[place]]
    rest = set(differing) - set(joined) - set(open_ones)
    filled = {place for place in rest if not first[place]}
    return Combined(
        frozenset(own | (rest - filled)),
        frozenset(added | filled),
        joined,
        tuple(Difference(*place, first[place], second[place]) for place in open_ones),
    )


def _join(first: str, second: str) -> str:
    return ",".join(dict.fromkeys(part for part in (*first.split(","), *second.split(",")) if part))
