"""Which passwords are accepted."""

import pytest

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.passwords import check_password


def strong(_: str) -> None:
    """Take any password for one that is hard to guess."""


@pytest.mark.parametrize("password", ["twelve chars", "все слова чужие", "密码" * 6, "a" * 200, "  spaces count  "])
def test_length_alone_decides_no_signs_are_demanded(password: str) -> None:
    check_password(password, strong)


@pytest.mark.parametrize(
    ("password", "code"),
    [("", "password.missing"), ("eleven char", "password.too-short"), ("a" * 201, "password.too-long")],
)
def test_too_short_and_too_long_are_refused(password: str, code: str) -> None:
    with pytest.raises(InvalidValue, match=code):
        check_password(password, strong)


def test_the_reason_for_weakness_becomes_the_refusal() -> None:
    with pytest.raises(InvalidValue, match=r"password\.common"):
        check_password("passwordpassword", lambda _: "password.common")
