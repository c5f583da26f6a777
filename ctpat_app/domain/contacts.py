"""Who may be officer and primary contact of a security model.

Source: Portal User Manual rev. 1.1, "Contacts" and "User Role Responsibility".
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Contact:
    """A member of the trade account with the role named in the application; ``role`` is empty until one is chosen.

    ``account_role`` is the role in the trade account, ``declared`` whether the authority of an officer was declared.
    """

    id: str
    name: str
    role: str
    account_role: str
    declared: bool


@dataclass(frozen=True)
class ContactFault:
    """A broken rule: its code, the member it is shown beside (empty: the whole list), and a name for the message."""

    code: str
    member: str = ""
    name: str = ""


def contact_faults(contacts: Sequence[Contact]) -> list[ContactFault]:
    """Return every broken rule about the officer and the consultants, in the order of the list."""
    # Of several officers the one stays who has declared it; the others need another role, not a declaration.
    officers = sorted((each for each in contacts if each.role == "officer"), key=lambda each: not each.declared)
    surplus = [contact.id for contact in officers[1:]]
    faults = [
        fault
        for contact in contacts
        for fault in _own_faults(contact)
        if fault.code != "contacts.officer-not-declared" or contact.id not in surplus
    ]
    faults += [ContactFault("contacts.second-officer", each, officers[0].name) for each in surplus]
    if not officers and contacts and all(contact.role for contact in contacts):
        faults.append(ContactFault("contacts.no-officer"))
    return faults


def _own_faults(contact: Contact) -> list[ContactFault]:
    if contact.account_role == "consultant" and contact.role in {"officer", "employee"}:
        return [ContactFault("contacts.consultant-cannot", contact.id, contact.name)]
    if contact.role == "officer" and not contact.declared:
        return [ContactFault("contacts.officer-not-declared", contact.id, contact.name)]
    return []


def primary_contact_fault(contacts: Sequence[Contact], chosen: str) -> ContactFault | None:
    """Return what is wrong with the primary contact ``chosen``, who is the officer or an employee here."""
    found = next((contact for contact in contacts if contact.id == chosen), None)
    if not chosen or (found and found.role in {"officer", "employee", ""} and found.account_role != "consultant"):
        return None
    return ContactFault("contacts.primary-not-employee", name=found.name if found else "")


def has_alternate(contacts: Sequence[Contact], primary: str) -> bool:
    """Return whether somebody besides the primary contact can stand in; exporters name one.

    Source: CTPAT page for exporters.
    """
    return any(contact.role in {"officer", "employee"} and contact.id != primary for contact in contacts)
