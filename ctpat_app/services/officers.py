"""Who is the officer of an application, as its contact list says."""

from ctpat_app.domain.permissions import Role
from ctpat_app.guidance.flow import Situation
from ctpat_app.services.access import CONTACT_ROLE


def officer_name(situation: Situation) -> str:
    """Return the name of the officer; empty when nobody was named yet.

    While the contact list is empty, the role in the trade account counts.
    """
    for member in situation.facts.members:
        role = situation.book.text(CONTACT_ROLE, member.id) or member.role
        if role == Role.OFFICER.value and member.role != Role.CONSULTANT.value:
            return member.name
    return ""
