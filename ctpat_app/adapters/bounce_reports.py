"""Reads messages that come back when a mail could not be delivered (RFC 3464, delivery status notifications)."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Final, cast

from ctpat_app.domain.mails import refusal_status

_PERMANENT: Final = "5."
MAX_BYTES: Final = 2_000_000


@dataclass(frozen=True)
class BounceReport:
    """One recipient that a mail server gave up on."""

    recipient: str
    reason: str


def read_bounce(raw: bytes) -> list[BounceReport]:
    """Return the recipients to which delivery failed for good; none for any other message.

    Source: RFC 3464, 2.1 (the report), 2.3 (fields of each recipient: action ``failed``, a status that begins with 5).
    """
    message = message_from_bytes(raw[:MAX_BYTES], policy=policy.default)
    if message.get_content_type() != "multipart/report" or message.get_param("report-type") != "delivery-status":
        return []
    blocks = [
        block
        for part in message.walk()
        if part.get_content_type() == "message/delivery-status"
        if part.is_multipart()
        for block in cast(list[EmailMessage], part.get_payload())
    ]
    return [report for block in blocks if (report := _report(block))]


def _report(block: EmailMessage) -> BounceReport | None:
    """Return what the block says of one recipient; None for the block about the message, delays and successes."""
    recipient = _address(str(block.get("Original-Recipient") or block.get("Final-Recipient") or ""))
    status, action = str(block.get("Status", "")).strip(), str(block.get("Action", "")).strip().lower()
    if not recipient or action != "failed" or not status.startswith(_PERMANENT):
        return None
    return BounceReport(recipient, refusal_status(550, status))


def _address(field: str) -> str:
    """Return the address of ``rfc822; ana@example.com``."""
    _, _, address = field.partition(";")
    return address.strip().strip("<>")
