"""Which characters the kiosk's fonts can print, and which font a language gets first."""

from pathlib import Path

import pytest

from ctpat_app.adapters.fonts import clusters, font_folders, font_order, printable


@pytest.mark.parametrize(
    "text",
    [
        "Acme Trading, Inc. – “safe” € ₫ ₪ ₩",
        "Đội an ninh kiểm tra từng công-te-nơ",
        "Đội an ninh kiểm tra",  # the marks apart from their letters
        "Безопасность Ασφάλεια",
        "يفحص فريق الأمن كل حاويةٍ",
        "می‌خواهم پژوهش گ چ",
        "ہمارے ٹرک ڈرائیور ںے",
        "צוות האבטחה בּוֹדֵק",
        "हमारी सुरक्षा टीम",
        "ทีมรักษาความปลอดภัยกำลัง",
        "我们的安全团队 臺灣貨櫃 𠀋",
        "当社の警備チームが点検します",
        "당사 보안팀은 모든 컨테이너를",
        "",
    ],
)
def test_the_scripts_of_the_kiosk_are_printed_as_they_are(text: str) -> None:
    assert printable(text) == (text, [])


@pytest.mark.parametrize(
    ("text", "shown", "missing"),
    [
        ("Ship 🚢!", "Ship □!", ["🚢"]),
        ("தமிழ்", "□□□□□", ["த", "ம", "ி", "ழ", "்"]),
        ("👨‍👩‍👧", "□□□", ["👨", "👩", "👧"]),
        ("❤️", "□", ["❤"]),
        ("\ue000\uffff\U0010ffff", "□□□", ["\ue000", "\uffff", "\U0010ffff"]),
        ("\ud83d", "□", ["\ud83d"]),
        ("中\u05b0文", "中□文", ["\u05b0"]),
    ],
    ids=["emoji", "tamil", "joined emoji", "emoji with selector", "unassigned", "half a pair", "mark of another font"],
)
def test_a_character_no_font_has_becomes_a_square_and_is_named(text: str, shown: str, missing: list[str]) -> None:
    assert printable(text) == (shown, missing)


def test_a_mark_without_a_letter_stands_on_a_space() -> None:
    assert printable("\u0301a") == ("\u00a0\u0301a", [])


def test_a_mark_stays_with_its_letter() -> None:
    assert clusters("e\u0323\u0302a क्") == ["e\u0323\u0302", "a", " ", "क्"]


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("en", "Noto Sans"),
        ("vi", "Noto Sans"),
        ("AR", "Almarai"),
        ("fa-IR", "Almarai"),
        ("he", "Noto Sans Hebrew"),
        ("zh-Hans", "Noto Sans SC"),
        ("zh-Hant", "Noto Sans TC"),
        ("zh-TW", "Noto Sans TC"),
        ("ja", "Noto Sans JP"),
        ("ko", "Noto Sans KR"),
        ("th", "Noto Sans Thai"),
        ("", "Noto Sans"),
    ],
)
def test_a_language_gets_its_own_font_first_and_all_others_after(language: str, first: str) -> None:
    order = font_order(language)
    assert order[0] == first
    assert sorted(order) == sorted(font_order("en"))


def test_every_font_folder_is_there() -> None:
    assert all(any(Path(folder).rglob("*.[ot]tf")) for folder in font_folders())
