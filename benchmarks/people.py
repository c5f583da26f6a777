"""People with a company, a draft and a session each, made directly: what is measured begins when they are at work."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import yaml
from sqlmodel import Session

from ctpat_app.guidance.library import build_library, read_content
from ctpat_app.guidance.records import Library
from ctpat_app.services.application import start_application
from ctpat_app.services.drafts import SECURITY_MODEL, save_answer
from ctpat_app.services.library import keep_current
from ctpat_app.services.sessions import open_session
from ctpat_app.services.signatures import PARTNER_AGREEMENT
from ctpat_app.tables.agreements import AgreementSignatureRow
from ctpat_app.tables.drafts import DraftRow
from tests.factories import a_person, a_security_model, a_trade_account
from tests.sockets.served import Kiosk

NINE: Final = "nine"
_FLOW: Final = Path(__file__).parent / "content" / "flows" / "nine.yaml"


@dataclass(frozen=True)
class Person:
    """Somebody at work: the draft and the cookie of the session."""

    draft: int
    cookie: str


def applicants(kiosk: Kiosk, count: int) -> list[Person]:
    """Return ``count`` people, each with an application of a foreign manufacturer just begun."""
    now = datetime.now(UTC)
    people = []
    with kiosk.session() as session:
        keep_current(session, now=now)
        for number in range(count):
            actor = a_person(session, f"applicant{number}")
            account = a_trade_account(session, actor, complete=True)
            draft = start_application(session, actor, trade_account_id=account, now=now)
            save_answer(
                session,
                actor,
                draft_id=draft,
                key="business_types",
                row_key="",
                seen_version=0,
                text="foreign-manufacturer",
                language="en",
                now=now,
            )
            people.append(_signed_in(session, actor.user_id, draft, now))
    return people


def nine_step_people(kiosk: Kiosk, count: int) -> list[Person]:
    """Return ``count`` people, each with an empty draft of the nine steps."""
    now = datetime.now(UTC)
    library = nine_step_library()
    people = []
    with kiosk.session() as session:
        keep_current(session, now=now, library=library)
        for number in range(count):
            actor = a_person(session, f"nine{number}")
            account = a_trade_account(session, actor, complete=True)
            draft = _nine_step_draft(session, actor.user_id, account, library.hash, now)
            people.append(_signed_in(session, actor.user_id, draft, now))
    return people


def nine_step_library() -> Library:
    """Return the kiosk's content with the flow of the benchmarks in it."""
    content = read_content()
    return build_library(content | {"flows": [*content["flows"], *yaml.safe_load(_FLOW.read_text("utf-8"))]})


def _nine_step_draft(session: Session, user_id: int, account: int, library_hash: str, now: datetime) -> int:
    from ctpat_app.domain.permissions import Actor

    model = a_security_model(session, account, Actor(user_id, "", ""))
    draft = DraftRow(
        flow=NINE,
        subject_kind=SECURITY_MODEL,
        subject_id=model,
        trade_account_id=account,
        library_hash=library_hash,
        created_at=now,
        created_by=user_id,
    )
    session.add(draft)
    # A signed draft stays with its version of the content: the server's own has no such flow to move it to.
    session.add(
        AgreementSignatureRow(
            agreement_id=PARTNER_AGREEMENT,
            subject_kind=SECURITY_MODEL,
            subject_id=model,
            trade_account_id=account,
            text="",
            text_hash="",
            content_hash="",
            language="en",
            signer_id=user_id,
            signer_name="",
            role="officer",
            acting_for="",
            signed_at=now,
        )
    )
    session.flush()
    assert draft.id is not None
    return draft.id


def _signed_in(session: Session, user_id: int, draft: int, now: datetime) -> Person:
    token = f"benchmark-{user_id}"
    open_session(session, user_id=user_id, token=token, device="", now=now)
    return Person(draft, f"__Host-kiosk_session={token}")
