"""How each handler is called about the company's things: arguments by their names, and what else belongs to a call."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ctpat_app.domain.permissions import Permission
from ctpat_app.services.drafts import PERMISSION_OF_KIND
from tests.sockets.callers import INVITED, REASON, Caller, Inhabited
from tests.sockets.handlers import Handler

OWN_NAME, OWN_MEMBER = "<own name>", "<own membership>"
"""Arguments that differ by caller."""


@dataclass(frozen=True)
class Recipe:
    """One way to call a handler."""

    asks: Permission | None = None
    """Which of the permissions of the handler's marker this call is about, when the marker names several."""
    given: Mapping[str, object] = field(default_factory=dict)
    """Arguments that differ from the usual ones; ``$thing`` stands for a thing of the company."""
    addressee: str = ""
    """Whose the thing is, for a handler that is marked as addressed to one person."""
    refusals: frozenset[str] = frozenset()
    """What others are told about a thing that belongs to no company."""
    after: str = ""
    """Handler of the same state that the page calls before."""
    names_a_company: bool = True
    """Whether the call is about one company, so that an assignment to it counts."""
    alone: bool = False
    """Whether the call needs a tab that has shown nothing yet."""


_USUAL: Mapping[str, object] = {
    "key": "criterion.1.1",
    "row": "",
    "seen_version": 1,
    "their_version": 1,
    "kind": "long-text",
    "text": "Another text",
    "value": "",
    "option": "us-importer",
    "chosen": True,
    "name": "f-criterion_1_1",
    "list_id": "identifiers",
    "present": False,
    "step": "business-types",
    "criterion": "1.1",
    "code": "request.too-fast",
    "token": INVITED,
    "when": "now",
    "part": "trade_name",
    "is_right": True,
    "city": "Monterrey",
    "country": "MX",
    "typed_name": OWN_NAME,
    "agreed": True,
    "var_name": "draft",
    "email": "ana@example.com",
    "business_type": "us-exporter",
    "reason": REASON,
    "which": "first",
    "stays": True,
    "movers": "",
}
_THINGS = frozenset(
    {
        *("account", "here", "draft", "address", "member", "invitation", "offer", "pair", "model", "first", "second"),
        *("request", "link", "session_id", "version"),
    }
)
_THING = re.compile(r"\$([a-z-]+)")
_STREET = {"address": "Av. Constitución 400"}
"""An address is a number on one page and a street on another."""


def _form(**typed: object) -> dict[str, object]:
    return {"typed": typed}


_ANSWERS: Mapping[Permission, Mapping[str, object]] = {
    Permission.PROFILE_ANSWER: {},
    Permission.ELIGIBILITY_ANSWER: {"key": "eligibility.common.agreement", "kind": "yes-no", "text": "no"},
    Permission.IDENTIFIER_ADD: {"key": "identifier_value", "row": "r0", "kind": "identifier", "text": "X1"},
    Permission.CONTACTS_SET_ROLES: {
        "key": "contact_role",
        "row": "$consultant",
        "kind": "contact-role",
        "text": "none",
    },
    Permission.AGREEMENT_SIGN: {"key": "mra_consent", "kind": "consent", "text": "yes"},
}
"""An answer of each kind, by what it asks for."""
_ONE_OF_EACH = tuple(Recipe(asks, given, alone=True) for asks, given in _ANSWERS.items())


def _on_step(asks: Permission, step: str, key: str, row: str, text: str) -> Recipe:
    """Return the call that goes on from ``step`` with one answer in its form."""
    control = f"f-{key}-{row}" if row else f"f-{key.replace('.', '_')}"
    typed = _form(**{control: text, f"{control}~seen": f"{key}|{row}|1"})
    return Recipe(asks, {"step": step, **typed}, after="open")


_FORM_OF_EACH = (
    _on_step(Permission.PROFILE_ANSWER, "business-types", "business_types", "", "us-importer"),
    _on_step(Permission.ELIGIBILITY_ANSWER, "eligibility", "eligibility.common.agreement", "", "no"),
    _on_step(Permission.IDENTIFIER_ADD, "identifiers", "identifier_value", "r0", "X1"),
    _on_step(Permission.CONTACTS_SET_ROLES, "contacts", "contact_role", "$consultant", "none"),
    _on_step(Permission.AGREEMENT_SIGN, "international", "mra_consent", "", "yes"),
)

RECIPES: Mapping[str, tuple[Recipe, ...]] = {
    **{
        f"{state}.{method}": _ONE_OF_EACH
        for state in ("step_state", "profile_state")
        for method in ("save", "choose", "keep_mine", "confirm")
    },
    "step_state.go_on": _FORM_OF_EACH,
    "profile_state.go_on": (
        Recipe(given=_form(**{"f-criterion_1_1": "Another text", "f-criterion_1_1~seen": "criterion.1.1||1"})),
    ),
    **{f"{state}.keep_theirs": (Recipe(after="open"),) for state in ("step_state", "profile_state")},
    "step_state.set_present": (Recipe(given={"row": "r0"}),),
    "account_changes_state.rehearse_merge": (
        Recipe(given=_form(email="partner@example.com", remains="stays", reason=REASON)),
    ),
    "account_changes_state.rehearse_agree": (Recipe(given=_form(request="$merge-to-answer", company="$account")),),
    "account_changes_state.agree": (Recipe(given={"request": "$merge-to-answer"}),),
    "account_changes_state.rehearse_split": (
        Recipe(given=_form(name="South", officer="$employee", model="0", reason=REASON)),
    ),
    "account_changes_state.accept": (
        Recipe(given=_form(request="$split-to-accept", name=OWN_NAME), addressee="employee"),
    ),
    "staff_desk_state.find": (Recipe(given=_form(part="Acme"), names_a_company=False),),
    "staff_desk_state.assign": (
        Recipe(given=_form(account="$account", specialist="$specialist", seen="$assignment", reason=REASON)),
    ),
    "staff_desk_state.take_away": (Recipe(given=_form(account="$account", seen="$assignment")),),
    "access_cases_state.decide": (
        Recipe(
            given=_form(
                case="$case", finding="Seen on video with the passport.", **{"way-video": True}, decision="grant"
            )
        ),
    ),
    "handover_state.offer_to": (Recipe(given=_form(member="$employee")),),
    "handover_state.accept": (Recipe(given=_form(name=OWN_NAME), addressee="employee"),),
    "handover_state.decline": (Recipe(addressee="employee"),),
    "handover_state.take_back": (Recipe(addressee="officer"),),
    "invitation_page_state.accept": (Recipe(addressee="stranger", refusals=frozenset({"invitation.other-address"})),),
    "sessions_state.end": (Recipe(addressee="officer"),),
    "organization_state.ask_link": (Recipe(given=_form(email="partner@example.com", side="parent", reason=REASON)),),
    "organization_state.ask_delink": (Recipe(given=_form(link="$link", reason=REASON)),),
    "organization_state.agree": (Recipe(given=_form(request="$link-to-answer", company="$account")),),
    "organization_state.decline": (Recipe(given={"request": "$link-to-answer"}, addressee="officer"),),
    "organization_state.undo": (
        Recipe(Permission.MODEL_LINK, {"request": "$link-asked"}),
        Recipe(Permission.MODEL_REQUEST_MERGE_SPLIT),
    ),
    "organization_state.rehearse_merging": (Recipe(given=_form(first="$first", second="$second", identical=True)),),
    "organization_state.rehearse_splitting": (Recipe(given=_form(part="$model/us-exporter", name="South")),),
    "staff_requests_state.decline": (Recipe(given=_form(request="$request", reason=REASON)),),
    "trade_account_state.create": (Recipe(given=_form(legal_name="A new company")),),
    "trade_account_state.add_address": (Recipe(given=_form(label="Plant", country="MX")),),
    "trade_account_state.declare": (Recipe(given=_form(name=OWN_NAME)),),
    "trade_account_state.invite": (Recipe(given=_form(email="new@example.com", name="New", role="employee")),),
    "trade_account_state.save_person": (Recipe(given={"member": OWN_MEMBER, "part": "job_title"}),),
    "trade_account_state.save_address": (Recipe(given={"part": "label"}),),
}
"""Calls of handlers for which the usual arguments do not do."""

assert set(_ANSWERS) == {Permission.PROFILE_ANSWER, *PERMISSION_OF_KIND.values()}


def recipes_of(handler: Handler) -> tuple[Recipe, ...]:
    """Return the ways in which the tests call ``handler``."""
    return RECIPES.get(handler.short, (Recipe(),))


def missing_arguments(handler: Handler) -> list[str]:
    """Return the parameters for which nothing is known to name; ``typed`` needs a recipe of its own."""
    known = set(_USUAL) | _THINGS
    return [
        name
        for recipe in recipes_of(handler)
        for name in handler.parameters
        if name not in recipe.given and name not in known
    ]


def payload_of(
    handler: Handler, recipe: Recipe, caller: Caller, there: Inhabited, things: Mapping[str, object]
) -> dict[str, object]:
    """Return the arguments of the call, each filled in for ``caller``."""

    def filled(name: str, value: object) -> object:
        if isinstance(value, Mapping):
            return {filled("", key): filled("", item) for key, item in value.items()}
        if value == OWN_NAME:
            return there.names.get(caller.name, "Nobody")
        if value == OWN_MEMBER:
            return there.members.get(caller.name, things["member"])
        if isinstance(value, str) and "$" in value:
            return _named(name, value, handler, there, things)
        return value

    return {
        name: filled(name, recipe.given[name] if name in recipe.given else _usual(handler, name, things))
        for name in handler.parameters
    }


def _usual(handler: Handler, name: str, things: Mapping[str, object]) -> object:
    if handler.parameters[name] is str and name in _STREET:
        return _STREET[name]
    return things[name] if name in _THINGS else _USUAL[name]


def _named(name: str, value: str, handler: Handler, there: Inhabited, things: Mapping[str, object]) -> object:
    """Return ``value`` with the things that it names, as a number where the handler asks for one."""

    def thing(named: str) -> object:
        return things[named] if named in things else there.members[named]

    if handler.parameters.get(name) is int:
        return thing(value.removeprefix("$"))
    return _THING.sub(lambda found: str(thing(found[1])), value)
