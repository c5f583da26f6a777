"""How each handler is called about the company's things: arguments by their names, and what else belongs to a call."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ctpat_app.domain.notices import NoticeKind
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
    "of_version": 1,
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
    "left": True,
    "about": "0" * 64,
    "operation": "add",
    "digest": "0" * 64,
    "through": 1,
    "stamp": 1,
    "up_to": 1,
    "job": "compare-models",
    "arrived": True,
    "partner": "Dan Freight Ltd",
    "applies": True,
    "direction": "offer",
    "walk": 1,
    "signal": 1,
    "phrase": "hello",
    "field": "f-business_types",
    "allowed": True,
    "follows": False,
    "behind": "",
    "topic": "browser-unsupported",
    "way": "",
    "helped": True,
    "fact": "user-agent:ok",
    "place": "business-types|business_types|",
    "heeded": "",
    "page": "apply",
}
_THINGS = frozenset(
    {
        *("account", "here", "draft", "address", "member", "invitation", "offer", "pair", "model", "first", "second"),
        *("request", "link", "session_id", "version", "document", "share", "review", "action", "record", "mail"),
        *("vetting", "source", "change", "validation", "finding", "visit", "appeal", "proposal", "partner_id"),
        *("letter", "registration"),
        *("questionnaire", "inquiry", "partner_action"),
        *("inquiry", "file", "grant"),
        *("help_case", "problem"),
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


def _on_turn(asks: Permission, step: str, key: str, row: str, text: str) -> Recipe:
    """Return the call that answers one turn of the dialogue, by a press or with its form."""
    on_step = _on_step(asks, step, key, row, text)
    return Recipe(asks, {"place": f"{step}|{key}|{row}", "text": text, **on_step.given}, after="open")


_TURN_OF_EACH = (
    _on_turn(Permission.PROFILE_ANSWER, "business-types", "business_types", "", "us-importer"),
    _on_turn(Permission.ELIGIBILITY_ANSWER, "eligibility", "eligibility.common.agreement", "", "no"),
    _on_turn(Permission.IDENTIFIER_ADD, "identifiers", "identifier_value", "r0", "X1"),
    _on_turn(Permission.CONTACTS_SET_ROLES, "contacts", "contact_role", "$consultant", "none"),
    _on_turn(Permission.AGREEMENT_SIGN, "international", "mra_consent", "", "yes"),
)

_FACTS = (
    Recipe(Permission.DOCUMENTS_REPLACE, _form(document="$document", version="1", note="Another note")),
    Recipe(Permission.LIBRARY_ADD, _form(document="$guide", version="1", note="Another note"), names_a_company=False),
)
_PARTNER = _form(name="Bravo Trucking", role="trucker", country="MX", language="en", program="unknown")
_BESIDE = _form(draft="$draft", key="criterion.1.2", document="$document")
_WITH_FACTS = ("evidence_state", "documents_state", "public_library_state")

_PRACTISED: Mapping[str, Mapping[str, object]] = {
    "save": {"key": "eligibility.common.agreement", "kind": "yes-no", "text": "no"},
    "choose": {"key": "eligibility.common.agreement", "kind": "yes-no", "option": "no"},
    "keep_mine": {"key": "eligibility.common.agreement", "kind": "yes-no", "text": "no"},
    "go_on": _form(),
    "set_row": {"row": ""},
    "record": {"wanted": True},
}
_GUIDED: Mapping[str, Mapping[str, object]] = {
    "move": {"number": 1, "up": True},
    "remove": {"number": 1},
    "note": {"number": 1, "text": "Ask Ana first"},
    "send": _form(email="ana@example.com", language="en"),
}

RECIPES: Mapping[str, tuple[Recipe, ...]] = {
    **{
        f"{state}.{method}": _ONE_OF_EACH
        for state in ("step_state", "profile_state", "talk_state")
        for method in ("save", "choose", "keep_mine", "confirm")
    },
    **{f"{state}.edit": (Recipe(given={"seen": 1}),) for state in _WITH_FACTS},
    **{f"{state}.save_facts": _FACTS for state in _WITH_FACTS},
    **{f"{state}.attach": (Recipe(given=_BESIDE),) for state in ("evidence_state", "documents_state")},
    **{f"evidence_state.{method}": (Recipe(given={"to_key": "criterion.1.2"}),) for method in ("attach_there", "move")},
    "step_state.go_on": _FORM_OF_EACH,
    "profile_state.go_on": (
        Recipe(given=_form(**{"f-criterion_1_1": "Another text", "f-criterion_1_1~seen": "criterion.1.1||1"})),
    ),
    **{f"{state}.keep_theirs": (Recipe(after="open"),) for state in ("step_state", "profile_state", "talk_state")},
    **{f"talk_state.{method}": _TURN_OF_EACH for method in ("answer", "send")},
    "talk_state.hear": (Recipe(given=_form(words="we are an importer")),),
    "talk_state.set_applies": (Recipe(given={"value": "applies", "seen_version": 0}),),
    "talk_state.set_present": (Recipe(given={"row": "r0"}),),
    "talk_state.fill": (Recipe(given={"group": "all"}),),
    "step_state.set_present": (Recipe(given={"row": "r0"}),),
    "step_state.use_said": (Recipe(given={"text": "us-importer"}, alone=True),),
    "step_state.fill": (Recipe(given={"group": "all"}),),
    **{f"risk_result_state.{method}": (Recipe(given={"draft": "$assessment"}),) for method in ("finish", "attach")},
    "risk_assessments_state.start": (Recipe(given={"from_last": False}),),
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
    "staff_assign_state.assign": (
        Recipe(
            given=_form(**{"take-$account": True, "who-$account": "$specialist", "reason": REASON}),
            names_a_company=False,
        ),
    ),
    "company_file_state.watch": (Recipe(given=_form(note="New plant", until_on="")),),
    "figures_state.load": (Recipe(names_a_company=False),),
    "help_state.ask": (Recipe(given=_form(question="User does not exist")),),
    "help_state.answer": (Recipe(given={"option": "yes"}),),
    "help_state.see": (Recipe(given=_form(seen="user-agent=ok")),),
    "inbox_state.choose": (Recipe(given=_form(**{f"mail-{kind}": "on" for kind in NoticeKind})),),
    "jobs_state.run": (Recipe(names_a_company=False),),
    **{
        f"help_case_state.{method}": (Recipe(given=given),)
        for method, given in {
            "hand_over": _form(to="0"),
            "prioritize": _form(priority="low"),
            "show_ready": _form(canned="need-the-steps"),
            "send_ready": {"canned": "need-the-steps", "day": "", **_form(state="open")},
            "send": _form(text="Try again", language="en", state="open"),
            "note": _form(text="Seen"),
            "merge": _form(code="AAAA-CCCC-DDDD"),
        }.items()
    },
    "known_problems_state.save": (Recipe(given=_form(**{"title-en": "Slow", "text-en": "Wait.", "whole": True})),),
    "jobs_state.settle": (Recipe(names_a_company=False),),
    "access_cases_state.decide": (
        Recipe(
            given=_form(
                case="$case", finding="Seen on video with the passport.", **{"way-video": True}, decision="grant"
            )
        ),
    ),
    "returned_state.note": (Recipe(given=_form(key="criterion.1.1", note="It says so already.")),),
    "readiness_state.narrow": (Recipe(given=_form(category="cybersecurity", kind="answer", person="")),),
    "who_answers_state.give": (
        Recipe(
            Permission.PROFILE_ANSWER, _form(**{"person": "$answerer", "email": "", "criterion.1.1": "yes"}), alone=True
        ),
        Recipe(
            Permission.TRADE_ACCOUNT_MANAGE_USERS,
            _form(**{"person": "", "email": "new@example.com", "name": "New", "criterion.1.1": "yes"}),
            alone=True,
        ),
    ),
    "action_state.add": (Recipe(given=_form(what="Fix it", owner_name="Olga", due_on="2099-04-01", origin="own")),),
    "action_state.edit": (Recipe(given=_form(what="Mend it", owner_name="Olga", due_on="2099-04-01")),),
    "action_state.report": (Recipe(given=_form(proof="A photo")),),
    "action_state.close": (Recipe(given=_form(proof="A photo")),),
    "action_state.reopen": (Recipe(given=_form(reason=REASON)),),
    "action_state.drop": (Recipe(given=_form(reason=REASON)),),
    "staff_validations_state.plan": (Recipe(given=_form(kind="initial", with_visit="no", basis=REASON)),),
    **{
        f"staff_validation_state.{method}": (Recipe(given=_form(**typed)),)
        for method, typed in {
            "change_plan": {"kind": "initial", "with_visit": "no", "basis": REASON},
            "return_plan": {"reason": REASON},
            "add_visit": {"site": "Plant", "day": "2099-04-01", "mode": "on-site", "people": "2"},
            "schedule": {"reason": REASON},
            "cancel": {"reason": REASON},
            "record_visit": {"visit": "$visit", "note": "Seen"},
            "write_finding": {"kind": "recommendation", "text": "Light the yard"},
            "send_report": {"summary": "Good", "days": "30"},
            "return_report": {"reason": REASON},
            "return_answer": {"finding": "$finding", "comment": "Show the log"},
            "finish": {"days": "30"},
            "fail": {"reason": REASON},
        }.items()
    },
    "validation_state.save": (
        Recipe(given=_form(finding="$finding", validation="$validation", seen="0", text="Done", language="en")),
    ),
    **{
        f"training_record_state.{method}": (
            Recipe(given=_form(topic="cybersecurity", held_on="2026-01-05", people_count="3", repeat_months="12")),
        )
        for method in ("add", "edit")
    },
    "case_state.decide": (Recipe(given={"seen_version": 0, "decision": "accepted", "reason_kind": "", "comment": ""}),),
    "case_state.narrow": (Recipe(given={"only": "open"}),),
    "case_state.end": (Recipe(given=_form(draft="$draft", way="return", reason=REASON, seen="0")),),
    "annual_review_state.set_zone": (Recipe(given=_form(zone="America/Cancun")),),
    "annual_answers_state.affirm": (Recipe(given={"versions": "1.0.0"}),),
    "annual_send_state.send": (Recipe(given={"certified": True}),),
    **{
        f"svi_state.{method}": (Recipe(given={"link": f"${thing}"}),)
        for method, thing in {
            "accept": "svi-asked",
            "decline": "svi-asked",
            "take_back": "svi-sent",
            "stop": "svi-standing",
        }.items()
    },
    "aeo_registration_state.ask": (Recipe(given={"replaces": 0, **_form(eori="DE123456789")}),),
    "staff_aeo_state.decide": (Recipe(given=_form(request="$registration", decision="register")),),
    "svi_letters_state.prepare": (
        Recipe(given=_form(addressee="Jo", email="jo@partner.example", language="en", words="")),
    ),
    **{
        f"partner_state.{method}": (Recipe(given={"partner_id": "$partner-kept", **_PARTNER}),)
        for method in ("add", "edit", "remove")
    },
    "partner_state.take_back": (Recipe(given={"partner_id": "$partner-removed"}),),
    **{
        f"partners_import_state.{method}": (Recipe(given={"import_id": "$partners-file"}, addressee="officer"),)
        for method in ("load_whole", "load_right", "discard")
    },
    **{
        f"svi_agreement_state.{method}": (Recipe(given=_form(**{"svi-name": OWN_NAME, "svi-agreed": True})),)
        for method in ("join", "save")
    },
    **{
        f"questionnaire_state.{method}": (Recipe(given=_form(**{"name": "Truckers", "tick-1.1": True})),)
        for method in ("add", "change", "copy")
    },
    "questionnaire_state.tick_category": (Recipe(given={"category": "cybersecurity"}),),
    "questionnaire_state.tick_by": (Recipe(given=_form(business_type="us-importer", risk="low")),),
    "send_questionnaire_state.send": (
        Recipe(
            given=_form(
                **{"questionnaire": "$questionnaire", "partner-$asked-partner": True},
                due_on="2099-04-01",
                renew_months="12",
            )
        ),
    ),
    **{
        f"inquiry_state.{method}": (Recipe(given=_form(**typed)),)
        for method, typed in {
            "write_english": {"text": "Yes, weekly"},
            "grade": {"grade": "met", "reason": ""},
            "add_action": {"finding": "A hole", "wanted": "Mend it", "due_on": "2099-04-01"},
            "decide": {"decision": "done", "reason": ""},
            "return_to_partner": {"comment-1.1": "Who?", "due_on": "2099-04-01"},
            "close": {"outcome": "accepted", "reason": REASON},
            "send_link": {"email": "new@example.com", "name": "New"},
            "extend": {"due_on": "2099-04-01"},
            "send_again": {"due_on": "2099-04-01"},
        }.items()
    },
    "walk_state.say_text": (Recipe(given=_form(text="Hello")),),
    "staff_walk_state.enter": (Recipe(given=_form(code="ACD-346")),),
    "staff_walk_state.propose": (Recipe(given=_form(page="home|")),),
    "staff_walk_state.say_phrase": (Recipe(given=_form(phrase="hello")),),
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
    "identifier_changes_state.ask": (Recipe(given=_form(kind="scac", value="ACME", reason=REASON)),),
    "staff_identifier_changes_state.decide": (Recipe(given=_form(request="$change", decision="approve")),),
    "staff_vetting_state.save": (Recipe(given={"part": "history", **_form(outcome="fits", notes="Seen")}),),
    "staff_vetting_state.add_source": (
        Recipe(given={"part": "history", **_form(kind="map", place="A picture", looked_on="2026-01-05")}),
    ),
    "staff_vetting_state.sign": (Recipe(given=_form(outcome="passed", reason=REASON, name=OWN_NAME, agreed="yes")),),
    **{
        f"{state}.send": (Recipe(given={"token": "form-1", "about": "", **_form(text="Hello", language="en")}),)
        for state in ("messages_state", "staff_messages_state")
    },
    "report_case_state.open": (Recipe(given=_form(code="HKDR-WMNA-CFJP")),),
    "report_case_state.add": (Recipe(given={"pictures_token": "", **_form(text="More")}),),
    "report_case_state.take_away": (Recipe(given={"pictures_token": "", "picture": 1}),),
    "standing_state.save_answer": (Recipe(given=_form(text="We changed the seals.", then="save")),),
    "standing_state.consent": (Recipe(given=_form(**{"consent-name": OWN_NAME, "consent-agreed": "yes"})),),
    "appeal_state.save": (Recipe(given=_form(happened="A seal was broken.", remedied="", comply="", then="save")),),
    "withdraw_state.leave": (Recipe(given=_form(reason=REASON)),),
    "staff_standing_state.rehearse": (
        Recipe(given={"seen": 1, **_form(decision="suspend", ground="no-commitment", reason=REASON, looked_at=REASON)}),
    ),
    "staff_standing_state.decide": (
        Recipe(given={"seen": 1, "decision": "suspend", "ground": "no-commitment", "looked_at": REASON}),
    ),
    "staff_standing_state.propose": (Recipe(given=_form(decision="suspend", ground="no-commitment", reason=REASON)),),
    "staff_standing_state.decline": (Recipe(given=_form(proposal="$proposal", reason=REASON)),),
    "staff_standing_state.agree": (Recipe(given=_form(**{"document-$action": "yes", "note": ""})),),
    "staff_standing_state.judge": (Recipe(given=_form(appeal="$appeal", outcome="uphold", reason=REASON)),),
    "inquiry_answers_state.answer_action": (Recipe(given={"action": "$inquiry-action", **_form(text="Done")}),),
    "inquiry_answer_state.go_on": (Recipe(given=_form(answer="Another text")),),
    "inquiry_talk_state.send": (Recipe(given=_form(answer="Another text")),),
    "inquiry_answer_state.save_english": (Recipe(given={"seen": "", "of_version": 1}),),
    "inquiry_sign_state.sign": (Recipe(given={"stamp": "x", **_form(name=OWN_NAME, title="Director", agreed="yes")}),),
    "inquiry_colleagues_state.hand_over": (Recipe(given=_form(name="Mona", email="mona@nile.example", language="en")),),
    "inquiry_colleagues_state.revoke": (Recipe(given={"link": "$inquiry-link"}),),
    "inquiry_grants_state.grant": (
        Recipe(given=_form(customer="Blue", email="b@blue.example", language="en", until="2099-01-01")),
    ),
    "inquiry_offline_state.take_over": (Recipe(given={"stamp": "x", **_form(newer="")}),),
    "practices_state.load": (Recipe(names_a_company=False),),
    "practices_state.begin": (
        Recipe(
            given=_form(**{"type-us-importer": True}, country="US", role="officer", until=""), names_a_company=False
        ),
    ),
    "practices_state.begin_along": (Recipe(given=_form(role="officer", until="")),),
    "practices_state.delete": (Recipe(given={"practice": "$practice"}, addressee="help-desk"),),
    **{
        f"practice_state.{method}": (Recipe(given={"draft": "$practice", **more}, addressee="help-desk"),)
        for method, more in _PRACTISED.items()
    },
    **{
        f"practice_state.{method}": (Recipe(given=given, addressee="help-desk", after="open"),)
        for method, given in {"keep_theirs": {}, "confirm": {"draft": "$practice"}}.items()
    },
    "practice_state.open": (Recipe(addressee="help-desk"),),
    "practice_guide_state.load": (Recipe(addressee="help-desk"),),
    **{
        f"practice_guide_state.{method}": (Recipe(given={"practice": "$practice", **more}, addressee="help-desk"),)
        for method, more in _GUIDED.items()
    },
    "terminal_state.load": (Recipe(names_a_company=False),),
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
