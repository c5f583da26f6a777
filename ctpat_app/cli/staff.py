"""``kiosk staff``: who works for the program or for whoever runs the kiosk. There is no page for it on purpose."""

from cyclopts import App

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import transaction
from ctpat_app.cli.database import open_migrated
from ctpat_app.cli.output import CommandError, say
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.services import staff
from ctpat_app.settings import Settings
from ctpat_app.words.languages import SOURCE_LANGUAGE
from ctpat_app.words.messages import refusal_text

app = App(name="staff", help="Name the people who work for the program or run the kiosk.")


@app.command
def add(email: str, *, role: StaffRole) -> None:
    """Give the owner of an account a role of staff; they create the account on the kiosk first.

    Who has no account registers like everybody else, at the address that the refusal names. They are signed out
    everywhere. At the next sign-in the kiosk asks them to set up a second factor, before all else.

    Args:
        email: address of the account.
        role: what they may do.
    """
    settings = Settings.from_environment()
    open_migrated(settings)
    try:
        with transaction() as session:
            added = staff.add_staff(session, email=email, role=role, now=clock.now())
    except InvalidValue as refusal:
        raise CommandError(_told(refusal, settings)) from refusal
    say(f"{added.name} ({added.email}) is {added.role.value} now.")
    say("They sign in again, and set up a second factor first.")


@app.command
def end(email: str) -> None:
    """Take the role of staff from somebody; they are signed out everywhere, their own account stays.

    Args:
        email: address of the account.
    """
    open_migrated(Settings.from_environment())
    try:
        with transaction() as session:
            staff.end_staff(session, email=email, now=clock.now())
    except InvalidValue as refusal:
        raise CommandError(refusal_text(refusal, SOURCE_LANGUAGE)) from refusal
    say(f"{email} holds no role of staff any more.")


@app.command(name="list")
def show() -> None:
    """Print everybody who holds a role of staff: role, name, address, since when."""
    open_migrated(Settings.from_environment())
    with transaction(writes=False) as session:
        members = staff.list_staff(session)
    for member in members:
        say(f"{member.role.value:16} {member.name} ({member.email}), since {member.added_at:%Y-%m-%d}")
    if not members:
        say("Nobody holds a role of staff. Add somebody: kiosk staff add ADDRESS --role help-desk")


def _told(refusal: InvalidValue, settings: Settings) -> str:
    """Return why nobody was added; who has no account yet is told where to get one."""
    text = refusal_text(refusal, SOURCE_LANGUAGE)
    if refusal.code != "staff.unknown-address":
        return text
    page = f"{settings.public_url}/{settings.languages[0]}/register/"
    return f"{text} They register at {page} and open the link in the mail; then run this command again."
