"""Link an identity, sign in through the provider, prove with it, take the link away; a real provider answers."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, expect
from sqlmodel import select

from ctpat_app.domain.permissions import Actor
from ctpat_app.tables.accounts import UserAccountRow, UserSessionRow
from ctpat_app.tables.second_factors import LinkedIdentityRow
from e2e.companies import Company, a_company, come_in, give_password
from e2e.conftest import NewPerson
from e2e.identity_provider import LABEL, IdentityProvider
from e2e.person import PASSWORD, Person
from e2e.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.server]

MAIL = "ana@provider.example"


@pytest.fixture
def provider(own_site: Site) -> Iterator[IdentityProvider]:
    """The provider of one kiosk."""
    started = IdentityProvider(own_site, mail=MAIL)
    yield started
    started.stop()


def button(person: Person, text: str) -> Locator:
    return person.main.get_by_role("button", name=person.say(text, provider=LABEL), exact=True)


def sign_in_there(person: Person, name: str) -> None:
    """Type a name in the form of the provider."""
    expect(person.heading).to_have_text(LABEL)
    person.page.get_by_role("textbox", name="Name").fill(name)
    person.page.get_by_role("button", name="Sign in there").click()


def sign_out(person: Person) -> None:
    person.press("Sign out")
    expect(button(person, "Sign in through {provider}")).to_be_visible()


def let_the_proof_grow_old(site: Site, actor: Actor) -> None:
    with site.database() as session:
        for row in session.exec(select(UserSessionRow).where(UserSessionRow.user_id == actor.user_id)):
            row.proved_at = row.created_at - timedelta(hours=1)
            session.add(row)


def links_of(company: Company) -> list[tuple[int, str]]:
    with company.site.database() as session:
        return [(row.user_id, row.subject) for row in session.exec(select(LinkedIdentityRow))]


@pytest.mark.parametrize(("method", "language"), [("client_secret_basic", "en"), ("private_key_jwt", "ar")])
def test_a_linked_identity_signs_in_proves_and_is_taken_away(
    own_site: Site, provider: IdentityProvider, new_person: NewPerson, method: str, language: str
) -> None:
    own_site.restart(**provider.settings(method))
    company = a_company(own_site, language=language)
    ana = new_person(own_site, language)
    come_in(ana, company.ana)

    ana.visit("security/")
    button(ana, "Link with {provider}").click()
    sign_in_there(ana, "number-of-ana")
    ana.sees(ana.say("Your account is linked with {provider}. From now on you can sign in through it.", provider=LABEL))
    ana.visited("security-linked", pictures=True)
    assert links_of(company) == [(company.ana.user_id, "number-of-ana")]

    sign_out(ana)
    ana.visited("sign-in-with-provider", pictures=True)
    # The provider still knows her, and asks nothing.
    button(ana, "Sign in through {provider}").click()
    expect(ana.heading).to_have_text(ana.say("Your applications"))

    let_the_proof_grow_old(own_site, company.ana)
    ana.visit("security/")
    button(ana, "Take away the link with {provider}").click()
    expect(ana.heading).to_have_text(ana.say("Show that it is you"))
    ana.visited("prove-with-provider", pictures=True)
    button(ana, "Show it through {provider}").click()
    # Now it asks, although it knows her.
    sign_in_there(ana, "number-of-ana")
    expect(ana.heading).to_have_text(ana.say("Signing in and security"))
    button(ana, "Take away the link with {provider}").click()
    ana.sees(ana.say("That link is taken away. Your password works as before."))
    assert links_of(company) == []

    sign_out(ana)
    button(ana, "Sign in through {provider}").click()
    expect(ana.page.get_by_role("alert")).to_contain_text(ana.say("Signing in and security"))
    ana.visited("sign-in-unknown-identity", pictures=True)


def test_an_unknown_identity_with_the_mail_address_of_an_account_gets_nowhere(
    own_site: Site, provider: IdentityProvider, new_person: NewPerson
) -> None:
    own_site.restart(**provider.settings("client_secret_basic"))
    company = a_company(own_site)
    give_password(company, company.dan, PASSWORD)
    with own_site.database() as session:
        ana = session.get_one(UserAccountRow, company.ana.user_id)
        ana.email = ana.email_key = MAIL
    dan = new_person(own_site)
    dan.visit("sign-in/?next=/en/my-data/")
    button(dan, "Sign in through {provider}").click()
    dan.page.get_by_role("button", name="Stop").click()
    expect(dan.page.get_by_role("alert")).to_contain_text("it was stopped at Example ID")

    button(dan, "Sign in through {provider}").click()
    sign_in_there(dan, "number-of-dan")
    expect(dan.page.get_by_role("alert")).to_contain_text("no account here is linked with this identity yet")
    assert links_of(company) == []

    # He does what the sentence says: the password first, then the link.
    dan.fill_in(email=company.dan.email, password=PASSWORD)
    dan.main.get_by_role("button", name="Sign in", exact=True).click()
    expect(dan.heading).to_have_text("Your data")
    dan.visit("security/")
    button(dan, "Link with {provider}").click()
    dan.sees("Your account is linked with Example ID.")
    assert links_of(company) == [(company.dan.user_id, "number-of-dan")]
