"""The consent to share data with partners abroad: the officer gives it and takes it back; both may be repeated."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.signing import read_typed_name
from ctpat_app.guidance.texts import Localiser
from ctpat_app.services.access import DraftAccess, require_draft
from ctpat_app.services.application import read_application
from ctpat_app.services.drafts import APPLICATION
from ctpat_app.services.library import library_version
from ctpat_app.services.officers import officer_name
from ctpat_app.services.signatures import (
    MRA_CONSENT,
    AgreementText,
    SignatureView,
    agreement_text,
    has_signature,
    signatures_of,
    void_signatures,
    withdraw_signature,
    write_signature,
)
from ctpat_app.tables.accounts import TradeAccountRow


@dataclass(frozen=True)
class Consent:
    """The text of the consent, who gave it (None while nobody did), and whether the reader may give it."""

    agreement: AgreementText
    given: SignatureView | None
    may_sign: bool
    officer: str
    frozen: bool


def read_consent(session: Session, actor: Actor, *, draft_id: int, localiser: Localiser, now: datetime) -> Consent:
    """Return where the consent of a draft stands.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    opened = read_application(session, actor, draft_id=draft_id, now=now)
    access = opened.access
    found = signatures_of(session, access.subject_kind, access.subject_id)
    given = next((item for item in found if item.agreement_id == MRA_CONSENT and item.voided_at is None), None)
    return Consent(
        agreement_text(opened.situation.library, MRA_CONSENT, localiser),
        given,
        _may_sign(access),
        officer_name(opened.situation),
        access.frozen,
    )


def _may_sign(access: DraftAccess) -> bool:
    try:
        access.require(Permission.AGREEMENT_SIGN)
    except NotPermitted:
        return False
    return True


def give_consent(
    session: Session, actor: Actor, *, draft_id: int, typed_name: str, agreed: bool, localiser: Localiser, now: datetime
) -> None:
    """Record the officer's consent; a second call changes nothing.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role`` for everybody but the officer, ``draft.frozen``.
        InvalidValue: ``sign.not-agreed``, ``sign.name-missing``, ``sign.name-differs`` (``name``).
    """
    access = require_draft(session, actor, draft_id, Permission.AGREEMENT_SIGN)
    access.require_flow(APPLICATION)
    access.require_open()
    if has_signature(session, access.subject_kind, access.subject_id, MRA_CONSENT):
        return
    if not agreed:
        raise InvalidValue("sign.not-agreed")
    # It covers only its own text, so that later answers leave it standing: the hash of a content stays empty.
    write_signature(
        session,
        actor,
        access,
        agreement=agreement_text(library_version(session, access.library_hash), MRA_CONSENT, localiser),
        acting_for=session.get_one(TradeAccountRow, access.trade_account_id).legal_name,
        content_hash="",
        typed_name=read_typed_name(typed_name, actor.name),
        now=now,
    )
    # What the application asks has changed, so a signature under it is void, as after any edit.
    void_signatures(session, access, now=now)


def withdraw_consent(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> None:
    """Take the consent back, at any time, also after sending; without one nothing happens.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role`` for everybody but the officer.
    """
    access = require_draft(session, actor, draft_id, Permission.AGREEMENT_SIGN)
    access.require_flow(APPLICATION)
    if not has_signature(session, access.subject_kind, access.subject_id, MRA_CONSENT):
        return
    withdraw_signature(session, actor, access, agreement_id=MRA_CONSENT, now=now)
    if not access.frozen:
        void_signatures(session, access, now=now)
