"""What merging or splitting accounts would change, in whole sentences of the reader's language."""

from dataclasses import dataclass

from ctpat_app.domain.account_changes import AccountPart, AccountsRehearsal, MemberPart, ModelPart
from ctpat_app.domain.permissions import Role
from ctpat_app.services.members import MemberView
from ctpat_app.state.organization_views import model_name
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message


@dataclass(frozen=True)
class Colleague:
    """A member who may be chosen for a company that is split off."""

    id: int
    name: str
    role: str
    may_be_officer: bool
    may_go: bool
    """The officer cannot: without one nobody could sign for the company that stays."""


def colleague(member: MemberView, language: str) -> Colleague:
    """Return a member with the role in words."""
    role = message(f"company.role-{member.role}", language)
    return Colleague(member.id, member.name, role, member.role is not Role.CONSULTANT, member.role is not Role.OFFICER)


def rehearsal_lines(rehearsal: AccountsRehearsal | None, language: str) -> list[str]:
    """Return what would change, one sentence a line; None: the rules refuse it."""
    if rehearsal is None:
        return [message("outcome.refused", language)]
    if rehearsal.outcome.second.is_open:
        return _split(rehearsal, language)
    return _merge(rehearsal, language)


def own_side_lines(part: AccountPart, language: str, *, stays: bool) -> list[str]:
    """Return what is known before the other company agrees: what the own one brings in, or keeps."""
    lines = [_say("outcome.own-stays" if stays else "outcome.own-closes", language, company=part.name)]
    if not stays:
        lines.append(_say("outcome.own-steps-down", language))
    if part.models:
        lines.append(_say("outcome.own-models", language, company=part.name, names=_models(part.models, language)))
    people = localiser_for(language).join([isolated(each.name) for each in part.members])
    return [*lines, _say("outcome.own-people", language, company=part.name, names=people)]


def _merge(rehearsal: AccountsRehearsal, language: str) -> list[str]:
    stays, closes = rehearsal.outcome.first, rehearsal.outcome.second
    before, other = rehearsal.first.roles(), rehearsal.second
    officer = stays.officer.name if stays.officer else ""
    lines = [_say("outcome.closes", language, company=closes.name), _held(stays, language)]
    for person in stays.members:
        both = person.user_id in before and person.user_id in other.roles()
        lines.append(_belongs("outcome.both" if both else "outcome.person", stays, person, language))
    lines += [
        _say("outcome.steps-down", language, person=each.name, officer=officer)
        for each in other.members
        if each.role != stays.roles()[each.user_id] and other.officer == each
    ]
    lines.append(_say("outcome.addresses", language, company=stays.name, count=str(len(stays.addresses))))
    if stays.invitations:
        lines.append(_say("outcome.invitations", language, company=stays.name, count=str(stays.invitations)))
    if stays.below:
        names = localiser_for(language).join([isolated(each) for each in stays.below])
        lines.append(_say("outcome.below", language, company=stays.name, names=names))
    return [
        *lines,
        _say("outcome.who-sees", language, officer=officer),
        _say("outcome.signatures", language),
    ]


def _split(rehearsal: AccountsRehearsal, language: str) -> list[str]:
    rest, new = rehearsal.outcome.first, rehearsal.outcome.second
    staying = rest.roles()
    lines = [
        _say("outcome.new", language, company=new.name),
        _held(rest, language),
        _held(new, language),
        *(_belongs("outcome.person", part, person, language) for part in (rest, new) for person in part.members),
        *(
            _say("outcome.leaves", language, person=each.name, company=rest.name)
            for each in rehearsal.first.members
            if each.user_id not in staying
        ),
    ]
    if new.addresses:
        names = "; ".join(map(isolated, new.addresses))
        lines.append(_say("outcome.copied", language, company=new.name, names=names))
    return [*lines, _say("outcome.who-sees-split", language), _say("outcome.signatures", language)]


def _held(part: AccountPart, language: str) -> str:
    if not part.models:
        return _say("outcome.no-models", language, company=part.name)
    return _say("outcome.models", language, company=part.name, names=_models(part.models, language))


def _models(models: tuple[ModelPart, ...], language: str) -> str:
    return "; ".join(isolated(model_name(each.name, each.types, language)) for each in models)


def _belongs(code: str, part: AccountPart, person: MemberPart, language: str) -> str:
    role = message(f"company.role-{person.role}", language)
    return _say(code, language, person=person.name, company=part.name, role=role)


def _say(code: str, language: str, **params: str) -> str:
    listed = {"names", "count", "role"}
    return message(code, language, **{key: text if key in listed else isolated(text) for key, text in params.items()})
