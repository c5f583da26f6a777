"""Mail addresses: which are taken, and which spellings are the same address."""

import pytest

from ctpat_app.domain.emails import read_email
from ctpat_app.domain.errors import InvalidValue


@pytest.mark.parametrize(
    ("typed", "address", "key"),
    [
        ("ana@example.com", "ana@example.com", "ana@example.com"),
        ("  Ana@Example.COM ", "Ana@Example.COM", "ana@example.com"),
        ("ana+ctpat@example.com", "ana+ctpat@example.com", "ana+ctpat@example.com"),
        ("o'hara@example.ie", "o'hara@example.ie", "o'hara@example.ie"),
        ("ana@bücher.example", "ana@bücher.example", "ana@xn--bcher-kva.example"),
        ("ana@xn--bcher-kva.example", "ana@xn--bcher-kva.example", "ana@xn--bcher-kva.example"),
        ("josé@ejemplo.mx", "josé@ejemplo.mx", "josé@ejemplo.mx"),
        ("jose\u0301@ejemplo.mx", "josé@ejemplo.mx", "josé@ejemplo.mx"),
        ("用户@例子.广告", "用户@例子.广告", "用户@xn--fsqu00a.xn--4rr70v"),
        ("ａｎａ@example.com", "ａｎａ@example.com", "ana@example.com"),
        ("ana@a-b.example.com", "ana@a-b.example.com", "ana@a-b.example.com"),
    ],
)
def test_spellings_of_one_address_share_one_key(typed: str, address: str, key: str) -> None:
    found = read_email(typed)
    assert (found.address, found.key) == (address, key)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "email.missing"),
        ("   ", "email.missing"),
        ("ana", "email.no-at"),
        ("ana@@example.com", "email.no-at"),
        ("ana@example.com@evil.example", "email.no-at"),
        ("ana maria@example.com", "email.space"),
        ("ana\r\nBcc: x@example.com", "email.space"),
        ('"ana"@example.com', "email.space"),
        ("Ana <ana@example.com>", "email.space"),
        ("an\u202ea@example.com", "email.space"),
        ("@example.com", "email.local-part"),
        (".ana@example.com", "email.local-part"),
        ("ana.@example.com", "email.local-part"),
        ("a..na@example.com", "email.local-part"),
        ("a" * 65 + "@example.com", "email.local-part"),
        ("ana@", "email.domain"),
        ("ana@localhost", "email.domain"),
        ("ana@example..com", "email.domain"),
        ("ana@-example.com", "email.domain"),
        ("ana@192.0.2.1", "email.domain"),
        ("ana@exa_mple.com", "email.domain"),
        ("ana@" + "a" * 64 + ".com", "email.domain"),
        ("ana@" + "a." * 130 + "com", "email.too-long"),
    ],
)
def test_what_cannot_be_an_address_is_refused_with_a_reason(typed: str, code: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        read_email(typed)
    assert refused.value.code == code
