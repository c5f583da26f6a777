"""What a browser says it is, and the half of a network address."""

import pytest

from ctpat_app.domain.devices import Device, first_half, read_device

_WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)
_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (_WINDOWS, Device("Chrome", "Windows")),
        (f"{_WINDOWS} Edg/140.0.0.0", Device("Edge", "Windows")),
        (f"{_WINDOWS} OPR/120.0.0.0", Device("Opera", "Windows")),
        (f"{_IPHONE} Version/18.5 Mobile/15E148 Safari/604.1", Device("Safari", "iPhone")),
        (f"{_IPHONE} CriOS/140.0 Mobile/15E148 Safari/604.1", Device("Chrome", "iPhone")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", Device("Firefox", "Linux")),
        ("Mozilla/5.0 (Linux; Android 10; K) Chrome/140.0.0.0 Mobile Safari/537.36", Device("Chrome", "Android")),
        ("curl/8.5.0", Device()),
        ("浏览器 <script>", Device()),
        ("", Device()),
    ],
)
def test_a_browser_is_read_by_the_names_a_person_knows(user_agent: str, device: Device) -> None:
    assert read_device(user_agent) == device


@pytest.mark.parametrize(
    ("address", "half"),
    [
        ("203.0.113.77", "203.0.x.x"),
        ("::ffff:203.0.113.77", "203.0.x.x"),
        ("2001:db8:12:34:5678::1", "2001:db8:12:34:x"),
        ("::1", "0:0:0:0:x"),
        ("fe80::1%eth0", "fe80:0:0:0:x"),
        ("testclient", ""),
        ("", ""),
    ],
)
def test_half_of_an_address_is_shown(address: str, half: str) -> None:
    assert first_half(address) == half
