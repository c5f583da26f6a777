"""How the office of a company's officer passes on, and who may leave: no company is left stranded."""

from collections.abc import Sequence
from dataclasses import dataclass

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.permissions import Permission, Role, may


@dataclass(frozen=True)
class MemberRole:
    """A member and the role in effect."""

    id: int
    role: Role


def check_offer(giver: MemberRole, receiver: MemberRole) -> None:
    """Refuse to hand the office to somebody who cannot hold it.

    Raises:
        InvalidValue: ``handover.not-officer``, ``handover.to-yourself``, ``handover.to-consultant``,
            ``handover.is-officer``.
    Source: Portal User Manual rev. 1.1, "Contacts": an officer is an employee, never a consultant.
    """
    if giver.role is not Role.OFFICER:
        raise InvalidValue("handover.not-officer")
    if giver.id == receiver.id:
        raise InvalidValue("handover.to-yourself")
    if receiver.role is Role.CONSULTANT:
        raise InvalidValue("handover.to-consultant")
    if receiver.role is Role.OFFICER:
        raise InvalidValue("handover.is-officer")


def check_leaving(leaver: MemberRole, members: Sequence[MemberRole]) -> None:
    """Refuse to let a member go, by themselves or by others, who would leave the company stranded.

    Args:
        leaver: who would go.
        members: everybody in the account, the leaver among them.

    Raises:
        InvalidValue: ``members.last-member``, ``members.only-officer``, ``members.last-manager``.
    Source: project proposal; permission trade-account:manage-users.
    """
    others = [each for each in members if each.id != leaver.id]
    if not others:
        raise InvalidValue("members.last-member")
    if leaver.role is Role.OFFICER and all(each.role is not Role.OFFICER for each in others):
        raise InvalidValue("members.only-officer")
    if not any(may(each.role, Permission.TRADE_ACCOUNT_MANAGE_USERS) for each in others):
        raise InvalidValue("members.last-manager")
