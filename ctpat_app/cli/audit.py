"""``kiosk audit``: whether the audit trail is what it was, and security models are what their events say."""

from cyclopts import App

from ctpat_app.adapters.database import transaction
from ctpat_app.cli.database import open_migrated
from ctpat_app.cli.output import CommandError, say
from ctpat_app.services.audit import NO_ACCOUNT, Break, has_chain, verify
from ctpat_app.services.model_steps import find_differences
from ctpat_app.settings import Settings

app = App(name="audit", help="Prove that the audit trail is whole.")


@app.command(name="verify")
def verify_trail(*, account: int | None = None) -> None:
    """Read the audit trail and name the first row of each company that does not follow from the one before.

    The exit code is 1 when there is one. Keep what the command tells with your backups: a trail that was cut off
    together with its end can be seen by the number of its events alone.

    Args:
        account: number of one trade account; 0 for what belongs to none. Without it all are read.
    """
    open_migrated(Settings.from_environment())
    with transaction(writes=False) as session:
        if account is not None and not has_chain(session, account):
            raise CommandError(f"There is no trade account {account}. Check the number.")
        verdict = verify(session, chain=account)
    for broken in verdict.breaks:
        say(_told(broken))
    if verdict.breaks:
        raise CommandError(f"The audit trail is broken in {len(verdict.breaks)} of {verdict.chains} chains.")
    say(f"The audit trail is whole: {verdict.events} events in {verdict.chains} chains.")


@app.command(name="models")
def compare_models() -> None:
    """Compute status and dates of each security model from its events, and name what is stored otherwise.

    Nothing is changed. The exit code is 1 when something differs.
    """
    open_migrated(Settings.from_environment())
    with transaction(writes=False) as session:
        found = find_differences(session)
    for each in found:
        say(f"Security model {each.model_id}, {each.what}: stored {each.stored!r}, by its events {each.computed!r}.")
    if found:
        raise CommandError(f"Security models differ from their events in {len(found)} places.")
    say("Every security model is what its events say.")


def _told(broken: Break) -> str:
    whose = "events of no trade account" if broken.chain == NO_ACCOUNT else f"trade account {broken.chain}"
    return f"First broken row: event {broken.number} of {whose}."
