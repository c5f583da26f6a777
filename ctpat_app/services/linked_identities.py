"""Identities at a provider that open an account: linked by their owner, signed in with, taken away again.

An account is found by issuer and subject alone. A mail address that a provider tells is never looked at: it may be
unproved there, or have belonged to somebody else.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.identities import Identity
from ctpat_app.domain.permissions import Actor, require_recent_proof
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.authenticators import HalfSignIn
from ctpat_app.services.outbox import put_mail
from ctpat_app.services.own_sessions import prove_session
from ctpat_app.services.registration import person_of
from ctpat_app.services.sessions import Browser, Credentials, SignIn, settle_sign_in
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.second_factors import LinkedIdentityRow


@dataclass(frozen=True)
class Link:
    """One identity of the person; its name at the provider is nobody's business, also on the own page."""

    id: int
    issuer: str
    linked_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True)
class Entry:
    """What came of a sign-in: ``email`` of whom it let in, and ``half`` of it when a second factor is asked for."""

    refusal: str = ""
    email: str = ""
    half: HalfSignIn | None = None


def list_links(session: Session, actor: Actor) -> tuple[Link, ...]:
    """Return the own links of ``actor``, the oldest first."""
    query = (
        select(LinkedIdentityRow)
        .where(LinkedIdentityRow.user_id == actor.user_id)
        .order_by(col(LinkedIdentityRow.linked_at), col(LinkedIdentityRow.id))
    )
    return tuple(Link(row.id or 0, row.issuer, row.linked_at, row.last_used_at) for row in session.exec(query))


def link_identity(session: Session, actor: Actor, identity: Identity, *, provider: str, now: datetime) -> None:
    """Let ``identity`` open the account of ``actor`` from now on; one that does already stays as it is.

    Args:
        session: an open session.
        actor: whose account.
        identity: whom the provider vouched for.
        provider: what people call it, for the mail.
        now: the present moment.

    Raises:
        NotPermitted: ``access.prove-again``; ``factor.staff-need-one``; ``oidc.taken`` for one that opens another
            account; ``oidc.present`` when the account has another identity of this provider.
    """
    if actor.lacks_factor:
        raise NotPermitted("factor.staff-need-one")
    require_recent_proof(actor, now)
    row = _row_of(session, identity)
    if row and row.user_id == actor.user_id:
        return
    if row:
        raise NotPermitted("oidc.taken")
    if any(link.issuer == identity.issuer for link in list_links(session, actor)):
        raise NotPermitted("oidc.present")
    new = LinkedIdentityRow(
        issuer=identity.issuer, subject=identity.subject, user_id=actor.user_id, linked_at=now, last_used_at=None
    )
    session.add(new)
    try:
        session.flush()
    except IntegrityError as error:  # somebody else was quicker, at the same moment
        raise NotPermitted("oidc.taken") from error
    _tell(session, actor, "identity.linked", "identity-linked", provider, now)


def unlink_identity(session: Session, actor: Actor, *, link_id: int, provider: str, now: datetime) -> None:
    """Take one of the own links away; one that is gone already stays so.

    Raises:
        NotPermitted: ``access.prove-again``; ``access.not-yours`` for a link of somebody else.
    """
    require_recent_proof(actor, now)
    row = session.get(LinkedIdentityRow, link_id)
    if row is None:
        return
    if row.user_id != actor.user_id:
        raise NotPermitted
    session.delete(row)
    session.flush()
    _tell(session, actor, "identity.unlinked", "identity-unlinked", provider, now)


def sign_in_by_identity(
    session: Session, identity: Identity, *, token: str, link_token: str, browser: Browser, now: datetime
) -> Entry:
    """Open a session for ``token``, unless a second factor comes first or nobody may be let in.

    The rules are those of a right password: ``settle_sign_in`` decides.

    Args:
        session: an open session.
        identity: whom the provider vouched for.
        token: a new random token for the cookie.
        link_token: see ``settle_sign_in``.
        browser: where it happens.
        now: the present moment.
    """
    row = _row_of(session, identity)
    if row is None:
        _note(session, None, "sign-in.identity-unknown", now)
        return Entry(refusal="oidc.unknown")
    person = session.get_one(UserAccountRow, row.user_id, populate_existing=True)
    credentials = Credentials(person_of(person), person.password_hash)
    outcome = settle_sign_in(
        session,
        credentials,
        matches=True,
        token=token,
        link_token=link_token,
        device=browser.device,
        now=now,
        browser=replace(browser, password_days=0),  # no password was shown that could be too old
    )
    if outcome is SignIn.REFUSED:
        return Entry(refusal="oidc.closed")
    row.last_used_at = now
    session.add(row)
    _note(session, row.user_id, "sign-in.identity", now)
    half = HalfSignIn(row.user_id, token_hash(person.password_hash)) if outcome is SignIn.HALF else None
    return Entry(email=person.email, half=half)


def prove_by_identity(session: Session, actor: Actor, identity: Identity, *, digest: str, now: datetime) -> bool:
    """Note that ``actor`` proved anew who they are; return False when it is not an identity of theirs.

    Args:
        session: an open session.
        actor: who says so.
        identity: whom the provider asked anew.
        digest: token hash of the session that gets the proof.
        now: the present moment.
    """
    row = _row_of(session, identity)
    if row is None or row.user_id != actor.user_id:
        _note(session, actor.user_id, "sign-in.proof-refused", now)
        return False
    row.last_used_at = now
    session.add(row)
    prove_session(session, actor, digest=digest, now=now)
    return True


def forget_links(session: Session, user_id: int, *, now: datetime) -> None:
    """Take away every link of a person who got back in: whoever was in before may have linked an identity of theirs."""
    own = delete(LinkedIdentityRow).where(col(LinkedIdentityRow.user_id) == user_id)
    if session.connection().execute(own).rowcount:
        _note(session, user_id, "identity.all-unlinked", now)


def _row_of(session: Session, identity: Identity) -> LinkedIdentityRow | None:
    query = select(LinkedIdentityRow).where(
        LinkedIdentityRow.issuer == identity.issuer, LinkedIdentityRow.subject == identity.subject
    )
    return session.exec(query.execution_options(populate_existing=True)).first()


def _tell(session: Session, actor: Actor, action: str, template: str, provider: str, now: datetime) -> None:
    """Note the change, and mail it to the person: whoever did it, they should know."""
    _note(session, actor.user_id, action, now)
    person = session.get_one(UserAccountRow, actor.user_id)
    put_mail(
        session,
        template=template,
        language=person.language,
        recipient=person.email,
        now=now,
        path=f"/{person.language}/security/",
        provider=provider,
    )


def _note(session: Session, user_id: int | None, action: str, now: datetime) -> None:
    subject = f"user/{user_id}" if user_id else ""
    write_audit(session, trade_account_id=NO_ACCOUNT, user_id=user_id, action=action, subject=subject, now=now)
