"""What the documents tell is true: accounts, settings, commands, links."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from ctpat_app.cli import COMMANDS
from ctpat_app.demo.companies import COMPANIES, PASSWORD
from ctpat_app.demo.lives import LIVES
from ctpat_app.demo.members import STAFF
from ctpat_app.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_readme_names_every_demo_account_and_the_password() -> None:
    companies = [*COMPANIES, *(company for company, _ in LIVES)]
    people = [person.email for company in companies for person in company.people]
    people += [colleague.email for colleague in STAFF]
    assert [email for email in people if f"`{email}`" not in README] == []
    assert PASSWORD in README


def test_the_readme_names_exactly_the_settings_there_are() -> None:
    variables = {f"KIOSK_{field.name.removeprefix('kiosk_').upper()}" for field in fields(Settings)}
    assert set(re.findall(r"`(KIOSK_[A-Z_]+)`", README)) == variables | {"KIOSK_ENV_FILE"}


def test_the_readme_names_every_command() -> None:
    assert [name for name in COMMANDS if f"./kiosk {name}" not in README] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    # The pictures are taken by the browser tests.
    targets = re.findall(r"\]\((?!https?:|docs/screenshots/)([^)#]+)", document.read_text("utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_test_that_the_security_table_names_exists() -> None:
    text = (ROOT / "docs/security.md").read_text("utf-8")
    named = re.findall(r"`((?:e2e/)?[\w/]+\.py)::(test_\w+)`", text)
    assert len(named) > 50
    missing = [
        f"{file}::{test}"
        for file, test in named
        if f"def {test}(" not in (ROOT / (file if file.startswith("e2e/") else f"tests/{file}")).read_text("utf-8")
    ]
    assert missing == []
