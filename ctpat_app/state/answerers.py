"""Who answers which statement, and what statements are called: what the pages around the profile share."""

from ctpat_app.guidance.records import Library
from ctpat_app.guidance.texts import Shown, ref
from ctpat_app.services.given import statements_in
from ctpat_app.services.statement_shares import CATEGORY, STATEMENT, Shares
from ctpat_app.words.localiser import localiser_for


def answerers_in(shares: Shares) -> dict[str, list[str]]:
    """Return the names of those who were given a statement, alone or with its category, by statement."""
    found: dict[str, dict[str, None]] = {}
    for share in shares.shares:
        category = share.place.removeprefix(CATEGORY) if share.place.startswith(CATEGORY) else ""
        statement = share.place.removeprefix(STATEMENT) if not category else ""
        for key in statements_in(shares.library, [(category, statement)]):
            found.setdefault(key, {})[share.name] = None
    return {key: list(names) for key, names in found.items()}


def given_to(shares: Shares, user_id: int) -> frozenset[str]:
    """Return the statements that were given to a person, alone or with their category."""
    own = (each.place for each in shares.shares if each.user_id == user_id)
    places = [
        (place.removeprefix(CATEGORY), "") if place.startswith(CATEGORY) else ("", place.removeprefix(STATEMENT))
        for place in own
    ]
    return statements_in(shares.library, places)


def titles_of(library: Library, language: str) -> dict[str, Shown]:
    """Return the titles of all statements with the language that each is in."""
    localiser = localiser_for(language)
    return {
        key: localiser.show(ref(f"criteria/{key}", "title", criterion.i18n.title))
        for key, criterion in library.criteria.items()
    }
