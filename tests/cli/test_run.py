"""``kiosk run``: what it decides before it serves."""

import pytest

from ctpat_app.cli.run import _decided
from ctpat_app.settings import Settings


@pytest.mark.parametrize(("demo", "days"), [(True, 0), (False, Settings.password_days)])
def test_nobody_of_the_demonstration_has_too_old_a_password(demo: bool, days: int) -> None:
    decided = _decided(Settings.from_environment(), None, None, None, demo)
    assert (decided.demo, decided.password_days) == (demo, days)
