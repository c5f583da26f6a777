"""Which page a draft is looked at on; what it is a form of, the content decides."""

import pytest

from ctpat_app.domain.permissions import Role
from ctpat_app.services.access import DraftAccess
from ctpat_app.services.application import OpenedDraft
from ctpat_app.state.reading import elsewhere
from tests.applicants import a_situation


@pytest.mark.parametrize(
    ("flow", "asked", "reference", "page"),
    [
        ("application", "application", "", ""),
        ("application", "application", "CT-ABCDEFGH", "sent"),
        ("risk-assessment", "application", "", "risk-result"),
        ("a-flow-of-tomorrow", "a-flow-of-tomorrow", "", ""),
        ("a-flow-of-tomorrow", "a-flow-of-tomorrow", "CT-ABCDEFGH", "sent"),
    ],
)
def test_a_flow_without_pages_of_its_own_is_filled_in_like_an_application(
    flow: str, asked: str, reference: str, page: str
) -> None:
    access = DraftAccess(1, flow, "security_model", 1, 1, "", bool(reference), 1, Role.OFFICER)
    opened = OpenedDraft(access, "Acme", a_situation(), submitted_before=bool(reference), reference=reference)
    assert elsewhere(opened, asked) == page
