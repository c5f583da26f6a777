"""Fills the database with invented companies, their members and the staff, through the services that the pages use."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import transaction
from ctpat_app.adapters.passwords import Passwords
from ctpat_app.adapters.storage import open_storage
from ctpat_app.demo.companies import COMPANIES, HALF_WAY, PASSWORD, Colleague, Company
from ctpat_app.demo.desk import Life
from ctpat_app.demo.help import add_reports
from ctpat_app.demo.lives import LIVES
from ctpat_app.demo.making import Filling, make_company, make_person
from ctpat_app.demo.members import HELP_DESK, STAFF
from ctpat_app.domain.permissions import Actor
from ctpat_app.guidance.library import CONTENT, load_library
from ctpat_app.services.application import list_applications
from ctpat_app.services.library import keep_current
from ctpat_app.services.security_models import list_models
from ctpat_app.services.sessions import find_credentials
from ctpat_app.services.staff import add_staff
from ctpat_app.settings import Settings

_STAFF_FOR: Final = timedelta(days=1500)
"""Somebody had to certify the oldest member."""
_Live = Callable[[Session, Filling], None]


def fill(settings: Settings) -> list[str]:
    """Add the companies and the staff that are not there yet; return one line for each account that a visitor may use.

    The database is open and has the newest schema. What visitors changed since the last time stays as it is.
    """
    add_applicants(settings)
    add_desk(settings)
    moment, members = clock.now(), [company for company, _ in LIVES]
    with transaction(writes=False) as session:
        applicants = [line for company in COMPANIES for line in _lines(session, company, moment)]
    staff = ["", "Staff set up a second factor when they sign in for the first time:", *map(_line, STAFF)]
    people = ["", "Companies that staff deal with:", *(_line(each) for company in members for each in company.people)]
    return [*applicants, *staff, *people]


def add_applicants(settings: Settings) -> None:
    """Add the companies that apply, as far as they are not there yet."""
    moment = _open(settings)
    _add(settings, ((company, lambda _session, _filling: None) for company in COMPANIES), moment)


def add_desk(settings: Settings) -> None:
    """Add the staff, the companies that wait for them, and what was reported, as far as they are not there yet."""
    moment = _open(settings)
    with transaction() as session:
        staff = {colleague: _known(session, colleague) for colleague in STAFF}
        hashed = "" if all(staff.values()) else _hashed(settings)
        hired = {each: actor or _hire(session, each, hashed, moment) for each, actor in staff.items()}
    acting = {each: replace(actor, staff_role=STAFF[each]) for each, actor in hired.items()}
    _add(settings, ((company, _living(live, acting, moment)) for company, live in LIVES), moment)
    with transaction() as session:
        lucia = _known(session, HALF_WAY.founder)
        add_reports(session, acting[HELP_DESK], lucia.user_id if lucia else None, moment=moment)


def _open(settings: Settings) -> datetime:
    """Open what the services need besides the database, and return the present moment."""
    moment = clock.now()
    open_storage(
        settings.storage_url, settings.data_folder, key_id=settings.storage_key_id, secret=settings.storage_secret
    )
    with transaction() as session:
        keep_current(session, now=moment, library=load_library(settings.content_folder or CONTENT))
    return moment


def _add(settings: Settings, companies: Iterable[tuple[Company, _Live]], moment: datetime) -> None:
    with transaction(writes=False) as session:
        missing = [(company, live) for company, live in companies if _known(session, company.founder) is None]
    hashed = _hashed(settings) if missing else ""
    for company, live in missing:
        with transaction() as session:
            live(session, make_company(session, company, hashed, moment))


def _living(live: Callable[[Life], None], staff: dict[Colleague, Actor], moment: datetime) -> _Live:
    def lives(session: Session, filling: Filling) -> None:
        models = list_models(session, filling.founder, trade_account_id=filling.account)
        live(Life(filling, staff, models[0].id, moment))

    return lives


def _hire(session: Session, colleague: Colleague, hashed: str, now: datetime) -> Actor:
    began = now - _STAFF_FOR
    actor = make_person(session, colleague, hashed, began)
    add_staff(session, email=colleague.email, role=STAFF[colleague], now=began)
    return actor


def _hashed(settings: Settings) -> str:
    """Return one hash for all: their password is no secret, and each hash takes a tenth of a second."""
    return Passwords(time_cost=settings.argon_time_cost, memory_kib=settings.argon_memory_kib).hash_now(PASSWORD)


def _known(session: Session, colleague: Colleague) -> Actor | None:
    found = find_credentials(session, colleague.email)
    return Actor(found.person.user_id, colleague.name, found.person.email) if found else None


# ---------------------------------------------------------------- what visitors are told


def _lines(session: Session, company: Company, now: datetime) -> list[str]:
    founder = _known(session, company.founder)
    sent = (
        [item.reference for item in list_applications(session, founder, now=now) if item.reference] if founder else []
    )
    references = [f"{'':<30} {'':<{len(PASSWORD)}}   sent under {reference}" for reference in sent]
    return [*map(_line, company.people), *references]


def _line(person: Colleague) -> str:
    return f"{person.email:<30} {PASSWORD}   {person.shows}"
