"""``kiosk audit``: proves that the audit trail is whole."""

from typing import Final

from cyclopts import App

from ctpat_app.adapters.database import transaction
from ctpat_app.cli.database import open_migrated
from ctpat_app.cli.output import say
from ctpat_app.services.audit import NO_ACCOUNT, broken_links, chains
from ctpat_app.settings import Settings

app = App(name="audit", help="Prove that the audit trail is whole.")

BROKEN: Final = 1


@app.command
def verify(*, account: int | None = None) -> int:
    """Follow the chain of events of every trade account; the exit code is 1 when one of them is broken.

    Each event holds the hash of the one before, and the end of each chain is noted apart. So an event that was changed,
    added, taken out or moved is found, and so is an end that was cut off. The first broken event of a chain is named.

    Args:
        account: number of one trade account; 0 for the events that belong to none.
    """
    open_migrated(Settings.from_environment())
    with transaction(writes=False) as session:
        wanted = chains(session) if account is None else (account,)
        broken = {chain: numbers[0] for chain in wanted if (numbers := broken_links(session, chain))}
    for chain, number in broken.items():
        say(f"Broken: event {number} of {_name(chain)} does not follow from the one before.")
    say(f"{len(wanted)} chains looked at, {len(broken)} broken.")
    return BROKEN if broken else 0


def _name(chain: int) -> str:
    return "the events without a trade account" if chain == NO_ACCOUNT else f"trade account {chain}"
