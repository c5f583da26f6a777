"""No unlocked door among the services: each use case of a person asks who they are to the thing before anything else.

The sources are read, not run: a function that forgets to ask is found even when no page calls it yet.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ctpat_app.domain.permissions import Permission

PACKAGE = Path(__file__).parents[2] / "ctpat_app"
AUTHORIZES = frozenset(
    {
        "require_membership",
        "require_member",
        "require_account",
        "require_draft",
        "require_staff",
        "memberships_of",
        "find_given",
    }
)
"""What holds a person against the table; the last one only ever returns what is theirs."""
ABOUT_ONESELF = {
    "assignments.list_own_companies": "the companies that are assigned to who asks",
    "desk_queue.read_queue": "the work that the role of who asks does; nothing for others",
    "watches.find_watch": "the watch list of who asks",
    "watches.list_watches": "the watch list of who asks",
    "authenticators.begin_authenticator": "the authenticator app of who asks",
    "authenticators.confirm_authenticator": "the authenticator app of who asks",
    "authenticators.prove_with_code": "the session of who asks, by their own app",
    "authenticators.read_factors": "how who asks signs in",
    "authenticators.remove_authenticator": "the authenticator app of who asks",
    "authenticators.renew_recovery_codes": "the printed codes of who asks",
    "bounces.is_bouncing": "the mail address of who asks",
    "known_problems.follow_problem": "who asks is told when it is solved",
    "known_problems.followed_problems": "what who asks is told of",
    "inbox.choose_mails": "which mails who asks wants",
    "inbox.count_unread": "the inbox of who asks",
    "inbox.kinds_of": "which mails who asks wants",
    "inbox.note_all_read": "the inbox of who asks",
    "inbox.note_read": "the inbox of who asks",
    "inbox.read_inbox": "the inbox of who asks",
    "inbox.unmailed_kinds": "which mails who asks wants",
    "invitations.accept_invitation": "an invitation to the address of who asks, opened by its token",
    "leaving.ask_to_leave": "the account of who asks",
    "linked_identities.link_identity": "the account of who asks",
    "linked_identities.list_links": "the linked identities of who asks",
    "linked_identities.prove_by_identity": "the session of who asks",
    "linked_identities.unlink_identity": "a linked identity of who asks",
    "mail_changes.ask_change": "the mail address of who asks",
    "organization_decisions.asked_of": "a request to the address of who asks",
    "organization_decisions.decline_link": "a request to the address of who asks",
    "organizations.requests_to": "requests to the address of who asks",
    "own_data.read_own_data": "the data of who asks",
    "own_sessions.end_one_session": "a session of who asks, found among their own",
    "own_sessions.end_other_sessions": "the sessions of who asks",
    "own_sessions.list_sessions": "the sessions of who asks",
    "own_sessions.note_proof": "the session of who asks",
    "own_sessions.password_hash_of": "the password of who asks, to be compared",
    "own_sessions.prove_session": "the session of who asks",
    "passkeys.add_passkey": "the passkeys of who asks",
    "passkeys.begin_passkey": "the passkeys of who asks",
    "passkeys.list_passkeys": "the passkeys of who asks",
    "passkeys.prove_with_passkey": "the session of who asks, by their own passkey",
    "passkeys.remove_passkey": "a passkey of who asks",
    "passwords.change_password": "the password of who asks, compared before",
    "passwords.read_own_password": "the age of the password of who asks",
    "recovery_codes.make_recovery_codes": "the printed codes of who asks",
    "security_questions.set_questions": "the security questions of who asks",
    "sessions.end_all_sessions": "the sessions of who asks",
    "trade_accounts.create_trade_account": "a new company, which nobody owns yet",
    "trade_accounts.list_trade_accounts": "the companies of who asks, found by their memberships",
}
"""Use cases that name nothing of anybody else's: they ask for no role, and find only what is the person's own."""
CALLER_ASKED = {
    "validation_rows.end_move": "moves a validation that the caller was allowed to find",
    "validation_rows.note_move": "notes a move of a validation that the caller was allowed to find",
    "validation_rows.note_desk_look": "notes the look of somebody who was allowed to look",
    "action_rows.end_step": "writes an action that the caller was allowed to find",
    "audit.act_as": "notes in which role somebody acts, for those who authorize",
    "company_view.note_look": "notes the look of somebody who was allowed to look",
    "invitations.send_invitation": "sends what its caller has authorized",
    "application.begin_draft": "begins the form of a model that its caller was allowed to begin",
    "standing_proposals.take_up": "belongs to a decision that its caller has authorized",
    "field_versions.write_field": "writes a row that the caller was allowed to find",
    "organization_requests.ask": "keeps a request that its caller has authorized",
    "signatures.withdraw_signature": "writes below a draft that the caller was allowed to open",
    "signatures.write_signature": "writes below a draft that the caller was allowed to open",
}
"""Parts of use cases; no page may call them."""
WITHOUT_A_PERSON = {
    "access_cases.open_case": "who cannot get in asks the help desk",
    "certificates.check_certificate": "anybody checks a certificate by its code",
    "failures.record_failure": "a failure of the program",
    "help_cases.add_to_case": "whoever holds the code of a report; it is the proof",
    "help_cases.open_case": "anybody reports a problem",
    "help_cases.solve_by_person": "whoever holds the code of a report",
    "help_cases.view_case": "whoever holds the code of a report",
    "known_problems.standing_problems": "everybody reads what is known to be wrong",
    "help_statistics.count_help": "counts what anybody does in the help, and notes nobody",
    "outbox.newest_mails": "the outbox of the demonstration, which is refused elsewhere",
    "passkeys.find_passkey": "a device named it; its answer is checked against it",
    "recovery.ask_reset": "who forgot the password asks for a link",
    "registration.register": "a new account",
    "registration.resend_confirmation": "the confirmation of a new account",
    "security_questions.questions_of": "the questions of the person whom the gate or a mailed link names",
    "sessions.find_credentials": "signing in",
    "svi_letter_lists.check_letter": "anybody checks a certification mail by its code",
    "svi_letter_lists.note_opened": "the same; its code is the proof",
    "sessions.settle_sign_in": "signing in",
}
"""What pages and routes may call without saying for whom: it is for people who are not signed in."""
PROVES_ITSELF = frozenset({"token", "digest", "half", "row", "visit"})
"""Parameters that are a proof by themselves: the token of a mailed link or of a session, its hash, an open visit."""
LATER = {
    **dict.fromkeys(("CONTENT_EDIT", "CONTENT_PUBLISH"), "editing of content"),
    "ERROR_REPORT_FILE": "help",
}
"""Permissions of the table for which there is no use case yet; take one out with the service that asks for it."""


@dataclass(frozen=True)
class Function:
    """A function of the services: what it takes, and what it calls, by module and name."""

    name: str
    parameters: frozenset[str]
    calls: frozenset[str]

    @property
    def is_public(self) -> bool:
        """Whether others may call it."""
        return not self.name.partition(".")[2].startswith("_")


def _modules(folder: str) -> Iterator[tuple[str, ast.Module]]:
    for file in sorted((PACKAGE / folder).rglob("*.py")):
        yield file.stem, ast.parse(file.read_text("utf-8"))


def _imported(tree: ast.Module) -> dict[str, str]:
    """Return what ``tree`` imports from the services and from the permission table, as ``module.function``."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            ("ctpat_app.services.", "ctpat_app.domain.permissions")
        ):
            module = (node.module or "").rpartition(".")[2]
            found |= {alias.asname or alias.name: f"{module}.{alias.name}" for alias in node.names}
    return found


def _functions() -> dict[str, Function]:
    found: dict[str, Function] = {}
    for module, tree in _modules("services"):
        known = _imported(tree) | {
            node.name: f"{module}.{node.name}" for node in tree.body if isinstance(node, ast.FunctionDef)
        }
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                parameters = frozenset(each.arg for each in (*node.args.args, *node.args.kwonlyargs))
                # Not only calls: a function may be handed to what runs it.
                names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
                calls = frozenset(known[name] for name in names if name in known)
                found[f"{module}.{node.name}"] = Function(f"{module}.{node.name}", parameters, calls)
    return found


FUNCTIONS = _functions()
USE_CASES = sorted(
    name
    for name, function in FUNCTIONS.items()
    if function.is_public and "actor" in function.parameters and not name.startswith("access.")
)


def authorizes(name: str, seen: frozenset[str] = frozenset()) -> bool:
    """Whether ``name`` asks, itself or through what it calls."""
    if name.rpartition(".")[2] in AUTHORIZES:
        return True
    function = FUNCTIONS.get(name)
    return function is not None and any(
        authorizes(called, seen | {name}) for called in function.calls if called not in seen
    )


@pytest.mark.parametrize("name", USE_CASES)
def test_a_use_case_of_a_person_asks_who_they_are_to_the_thing(name: str) -> None:
    assert authorizes(name) is not (name in ABOUT_ONESELF or name in CALLER_ASKED)


def test_what_is_listed_is_there_and_has_its_reason() -> None:
    for listed in (ABOUT_ONESELF, CALLER_ASKED, WITHOUT_A_PERSON):
        assert [name for name, reason in listed.items() if name not in FUNCTIONS or not reason] == []


def test_a_forgotten_question_is_found() -> None:
    """The walk sees the difference between a use case that asks and one that does not."""
    assert authorizes("drafts.save_answer")
    assert authorizes("sending.sign_and_send")
    assert authorizes("handovers.take_back_office")
    assert not authorizes("drafts.read_book")
    assert not authorizes("trade_accounts.account_facts")


def _called_by_pages() -> Iterator[tuple[str, str]]:
    """Yield what states and routes import of the services, with where."""
    for folder in ("state", "web"):
        for module, tree in _modules(folder):
            for called in _imported(tree).values():
                if called in FUNCTIONS:
                    yield f"{folder}/{module}", called


def test_what_pages_call_takes_the_person_or_a_proof() -> None:
    """So no page can hand a number of somebody else's thing to a part of a use case."""
    open_ones = {
        called: where
        for where, called in _called_by_pages()
        if "session" in FUNCTIONS[called].parameters
        and not FUNCTIONS[called].parameters & ({"actor"} | PROVES_ITSELF)
        and called not in WITHOUT_A_PERSON
    }
    assert open_ones == {}


ASKS_THE_VISIT = frozenset(
    {"require", "require_writable", "require_place", "read_inquiry", "read_signed", "_require_file"}
)
"""What holds a visit against the inquiry that is named."""


def test_every_use_case_of_a_visit_holds_it_against_the_inquiry() -> None:
    """A function that only hands the visit on to such a one need not."""
    silent = []
    for module, tree in _modules("services"):
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and "visit" in {each.arg for each in node.args.args}:
                names = {_name_of(each.func) for each in ast.walk(node) if isinstance(each, ast.Call)}
                if not node.name.startswith("_") and not names & (
                    ASKS_THE_VISIT | {"preview_sheet", "require_own_file"}
                ):
                    silent.append(f"{module}.{node.name}")
    assert silent == []


def _name_of(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def test_no_page_calls_what_leaves_the_question_to_its_caller() -> None:
    assert [called for _where, called in _called_by_pages() if called in CALLER_ASKED] == []


def test_every_permission_is_asked_for_by_a_service_or_belongs_to_a_later_one() -> None:
    asked = {
        node.attr
        for module, tree in _modules("services")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Permission"
    }
    assert {permission.name for permission in Permission} - asked <= set(LATER)
    assert set(LATER) <= {permission.name for permission in Permission}
