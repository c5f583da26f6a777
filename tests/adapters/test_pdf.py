"""The printed application: readable by people, by screen readers and by whoever copies text out of it."""

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from ctpat_app.adapters.pdf import render_application
from ctpat_app.domain.printing import (
    PrintedCriterion,
    PrintedDocument,
    PrintedRow,
    PrintedSection,
    PrintedSignature,
    PrintedText,
    PrintedWords,
    ReplacedCharacter,
)

ENGLISH = PrintedWords(
    contents="Contents",
    page="Page {page} of {pages}",
    response="Response",
    not_answered="Not answered",
    signatures="Signatures",
    replaced="Characters that could not be printed",
    replaced_intro="No font of the kiosk has these characters.",
)
ARABIC = PrintedWords(
    contents="المحتويات",
    page="صفحة {page} من {pages}",
    response="الرد",
    not_answered="لم تتم الإجابة",
    signatures="التوقيعات",
    replaced="أحرف تعذرت طباعتها",
    replaced_intro="لا تحتوي الخطوط على هذه الأحرف.",
)
# No lam-alef in the Arabic one: pdfium turns the two letters of that ligature round when it reads them back.
RESPONSES = {
    "en": "Our team inspects every container at the gate and records the seal number in the yard log.",
    "vi": "Đội an ninh kiểm tra từng công-te-nơ tại cổng và ghi số niêm phong vào sổ.",
    "zh-Hans": "我们的安全团队在装货前对每个集装箱进行检查并将封条号码记录在日志中。",
    "ar": "يفحص فريق الحراسة لدينا كل حاوية عند البوابة ويسجل رقم الختم في السجل",
    "he": "צוות האבטחה שלנו בודק כל מכולה בשער ורושם את מספר החותם ביומן",
}
LEFT_MARGIN, RIGHT_MARGIN = 72, 612 - 72


def a_document(*sections: PrintedSection, language: str = "en") -> PrintedDocument:
    return PrintedDocument(
        title="CTPAT application",
        subtitle="",
        language=language,
        issuer="Kiosk of the port",
        reference="CTP-2025-000123",
        footer="Not a government document",
        words=ARABIC if language == "ar" else ENGLISH,
        printed_at=datetime(2025, 11, 3, 14, 2, tzinfo=UTC),
        sections=sections,
    )


def with_answer(text: str, language: str = "") -> PrintedDocument:
    return a_document(PrintedSection("Company", rows=(PrintedRow("Legal name", (PrintedText(text, language),)),)))


def a_criterion(number: str, language: str, response: str) -> PrintedCriterion:
    statement = PrintedText("Members must inspect every container before loading.", "en")
    return PrintedCriterion(number, "Must", statement, (PrintedText(response, language),))


def page_texts(content: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]


def text_of(content: bytes) -> str:
    return "\n".join(page_texts(content))


def boxes_of(content: bytes) -> Iterator[tuple[float, float, float, float]]:
    """Yield left, bottom, right and top of every character in points."""
    for page in pypdfium2.PdfDocument(content):
        text = page.get_textpage()
        yield from (text.get_charbox(i) for i in range(text.count_chars()))


def left_edge(content: bytes, text: str) -> float:
    """Return how far from the left of the second page the first occurrence of ``text`` begins, in points."""
    page = pypdfium2.PdfDocument(content)[1].get_textpage()
    found = page.search(text).get_next()
    assert found is not None
    return float(page.get_charbox(found[0])[0])


def catalog_of(content: bytes) -> Any:
    return PdfReader(io.BytesIO(content)).trailer["/Root"]


def structure_of(content: bytes) -> list[DictionaryObject]:
    """Return all elements of the structure tree in reading order."""
    elements: list[DictionaryObject] = []
    waiting = [catalog_of(content)["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, ArrayObject):
            waiting.extend(reversed(element))
        elif isinstance(element, DictionaryObject):
            elements.append(element)
            waiting.append(element.get("/K", ArrayObject()))
    return elements


def font_descriptors_of(content: bytes) -> Iterator[DictionaryObject]:
    """Yield what the file tells of each font that its pages use."""
    for page in catalog_of(content)["/Pages"]["/Kids"]:
        for font in page.get_object()["/Resources"]["/Font"].values():
            yield font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()


def tags_of(content: bytes) -> list[str]:
    return [str(element["/S"]) for element in structure_of(content) if "/S" in element]


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "en"), ("ar", "ar"), ("zh-Hans", "zh-CN"), ("zh-Hant", "zh-TW"), ("pt-BR", "pt-BR")],
)
def test_the_file_says_its_language_title_and_that_it_is_accessible(language: str, written: str) -> None:
    content = render_application(a_document(language=language)).content
    root = catalog_of(content)
    assert root["/Lang"] == written
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    description = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in description
    assert "CTPAT application" in description


def test_headings_form_a_tree_without_gaps() -> None:
    document = a_document(
        PrintedSection("Criteria"),
        PrintedSection("Risk", level=3),
        PrintedSection("Seals", level=3),
        PrintedSection("End"),
    )
    headings = [tag for tag in tags_of(render_application(document).content) if tag in ("/Title", "/H1", "/H2", "/H3")]
    assert headings == ["/Title", "/H1", "/H2", "/H3", "/H1"]


def test_the_outline_leads_to_every_section() -> None:
    content = render_application(a_document(PrintedSection("Business types"), PrintedSection("Identifiers"))).content
    first = catalog_of(content)["/Outlines"]["/First"]
    titles = [first["/Title"], first["/Next"]["/Title"]]
    assert titles == ["Business types", "Identifiers"]


def test_each_response_carries_its_own_language() -> None:
    criteria = tuple(a_criterion(f"1.{i}", language, text) for i, (language, text) in enumerate(RESPONSES.items()))
    content = render_application(a_document(PrintedSection("Criteria", criteria=criteria))).content
    languages = {str(element["/Lang"]) for element in structure_of(content) if "/Lang" in element}
    assert languages >= {"vi", "zh-CN", "ar", "he"}


@pytest.mark.parametrize(("language", "response"), RESPONSES.items())
@pytest.mark.parametrize("page_language", ["en", "ar"])
def test_words_read_back_from_the_file_are_those_that_were_typed(
    page_language: str, language: str, response: str
) -> None:
    section = PrintedSection("Criteria", criteria=(a_criterion("1.1", language, response),))
    printed = text_of(render_application(a_document(section, language=page_language)).content)
    assert [word for word in re.findall(r"\w+", response) if word not in printed] == []


def test_a_vietnamese_file_embeds_fonts_with_every_letter_of_the_language() -> None:
    marked = [
        f"{letter}{tone}"
        for letter in "aăâeêioôơuưy"
        for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    ]
    letters = unicodedata.normalize("NFC", "".join((*marked, "đ")))
    letters += letters.upper()
    content = render_application(
        a_document(PrintedSection("Công ty", rows=(PrintedRow("Tên", (PrintedText(letters, "vi"),)),)), language="vi")
    ).content
    assert letters in text_of(content).replace("\r\n", "")
    descriptors = list(font_descriptors_of(content))
    assert descriptors
    assert all({"/FontFile2", "/FontFile3"} & each.keys() for each in descriptors)


@pytest.mark.parametrize(
    "text",
    [
        "#strong[x] *bold* _em_ $x^2$ `raw` @ref <label> // c",
        '"quoted" \\u{41} \\n \\',
        "= Heading",
        "- item",
        "#panic()",
        "{page}",
    ],
)
def test_markup_in_an_answer_stays_literal_text(text: str) -> None:
    content = render_application(with_answer(text)).content
    assert text in text_of(content)
    assert tags_of(content).count("/H1") == 1


def test_an_emoji_is_replaced_and_named_at_the_end_and_in_the_result() -> None:
    rendered = render_application(with_answer("Acme 🚢 Ltd"))
    assert rendered.replaced == (ReplacedCharacter("🚢", "U+1F6A2", "SHIP", "Legal name"),)
    printed = text_of(rendered.content)
    assert "Acme □ Ltd" in printed
    assert "Legal name U+1F6A2 SHIP" in printed.partition("No font of the kiosk has these characters.")[2]


def test_a_document_without_such_characters_does_not_speak_of_them() -> None:
    rendered = render_application(with_answer("Acme Ltd"))
    assert rendered.replaced == ()
    assert "could not be printed" not in text_of(rendered.content)


def test_each_replaced_character_is_named_once_for_each_place() -> None:
    criteria = (a_criterion("1.1", "en", "🚢🚢 🚚"), a_criterion("1.2", "en", "🚢"))
    rendered = render_application(a_document(PrintedSection("Criteria", criteria=criteria)))
    assert [(r.name, r.where) for r in rendered.replaced] == [
        ("SHIP", "1.1"),
        ("DELIVERY TRUCK", "1.1"),
        ("SHIP", "1.2"),
    ]


def test_any_number_of_unknown_characters_is_printed() -> None:
    every_emoji = "".join(map(chr, range(0x1F300, 0x1FAFF)))
    assert len(render_application(with_answer(every_emoji)).replaced) == len(every_emoji)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Ac\x00m\x07e\x1b\x7f\x9b", "Acme"),
        ("Ac\u202eme\u202c", "Acme"),
        ("Ac\tme", "Ac me"),
        ("\ufeffAcme", "Acme"),
        ("\ud83dAcme\udea2", "□Acme□"),
        ("\ufaa9\U000e0118 Acme", "Acme"),
    ],
    ids=["control", "direction override", "tab", "byte order mark", "lone surrogates", "cluster that its font refuses"],
)
def test_a_text_that_is_no_proper_text_is_printed_as_far_as_it_goes(text: str, printed: str) -> None:
    assert printed in text_of(render_application(with_answer(text)).content)


def test_the_result_can_always_be_written_down() -> None:
    (replaced,) = render_application(with_answer("\ud83d")).replaced
    assert (replaced.codepoint, replaced.name) == ("U+D83D", "")
    assert replaced.character.encode() == "\ufffd".encode()


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_line_breaks_and_paragraphs_of_an_answer_are_kept(newline: str) -> None:
    text = f"First line{newline}second line{newline}{newline}{newline}next paragraph"
    content = render_application(with_answer(text)).content
    lines = page_texts(content)[1].splitlines()
    assert lines[2:5] == ["Legal name First line", "second line", "next paragraph"]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    "word",
    ["x" * 3000, "W" * 500, "https://example.com/" + "a1%20" * 100, "中" * 800, "م" * 600, "e\u0323\u0302" * 300],
    ids=["letters", "wide letters", "address", "Chinese", "Arabic", "marks"],
)
def test_very_long_words_stay_inside_the_margins(word: str, language: str) -> None:
    text = PrintedText(word)
    section = PrintedSection(
        "Company", rows=(PrintedRow(word[:400], (text,)),), criteria=(a_criterion("1.1", language, word),)
    )
    boxes = list(boxes_of(render_application(a_document(section, language=language)).content))
    assert min(left for left, _, _, _ in boxes if left) > LEFT_MARGIN - 3
    assert max(right for _, _, right, _ in boxes) < RIGHT_MARGIN + 3


def test_a_long_word_that_fits_the_line_is_copied_in_one_piece() -> None:
    address = "https://example.com/inspection/records"
    assert address in text_of(render_application(with_answer(address)).content)


def test_every_page_says_who_printed_it_which_it_is_and_that_it_is_not_official() -> None:
    criteria = tuple(a_criterion(f"1.{i}", "en", RESPONSES["en"]) for i in range(20))
    pages = page_texts(render_application(a_document(PrintedSection("Criteria", criteria=criteria))).content)
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        for wanted in (
            "Kiosk of the port",
            "CTP-2025-000123",
            f"Page {number} of {len(pages)}",
            "Not a government document",
        ):
            assert wanted in page


def test_right_to_left_pages_are_mirrored() -> None:
    rows = (PrintedRow("SCAC", (PrintedText("ABCD"),)),)
    english = render_application(a_document(PrintedSection("Identifiers", rows=rows))).content
    arabic = render_application(a_document(PrintedSection("Identifiers", rows=rows), language="ar")).content
    assert left_edge(english, "SCAC") < left_edge(english, "ABCD")
    assert left_edge(arabic, "SCAC") > left_edge(arabic, "ABCD")
    assert left_edge(english, "000123") > 300 > left_edge(arabic, "000123")


def test_a_left_to_right_value_stays_beside_its_right_to_left_label() -> None:
    rows = (PrintedRow("MID", (PrintedText("ABCD", "en"),)),)
    content = render_application(a_document(PrintedSection("Identifiers", rows=rows), language="ar")).content
    assert left_edge(content, "ABCD") > 300


@pytest.mark.parametrize("language", ["", "en", "ar"])
def test_a_masked_number_is_not_turned_round_in_a_right_to_left_document(language: str) -> None:
    rows = (PrintedRow("MID", (PrintedText("••••1234", language),)),)
    content = render_application(a_document(PrintedSection("Identifiers", rows=rows), language="ar")).content
    assert left_edge(content, "•") < left_edge(content, "1234")


def test_a_question_without_an_answer_says_so() -> None:
    section = PrintedSection(
        "Criteria", rows=(PrintedRow("Website", (PrintedText("  "),)),), criteria=(a_criterion("1.1", "en", ""),)
    )
    assert text_of(render_application(a_document(section)).content).count("Not answered") == 2


@pytest.mark.parametrize("language", ["und", "zh-cmn-Hans-CN", "sr-Latn", "es-419", "english", "x-1", "-", "日本"])
def test_an_unusual_language_tag_is_no_obstacle(language: str) -> None:
    assert "Acme Ltd" in text_of(render_application(with_answer("Acme Ltd", language)).content)


def test_empty_texts_leave_no_trace() -> None:
    criterion = PrintedCriterion("", "", PrintedText(""), (PrintedText("We inspect."),))
    rows = (PrintedRow("", (PrintedText("Acme Ltd"),)),)
    document = a_document(PrintedSection("Company", rows=rows, criteria=(criterion,)))
    content = render_application(replace(document, issuer="", reference="", footer="")).content
    assert page_texts(content)[1].split("\r\n") == ["Company", "Acme Ltd", "Response", "We inspect.", "Page 2 of 2"]


def test_what_was_signed_is_printed_in_full_with_who_signed_it() -> None:
    signature = PrintedSignature(
        "Partner agreement",
        PrintedText("We keep our word.\n\nWe report what changes.", "en"),
        (PrintedRow("Signed by", (PrintedText("Ana Nguyễn"),)), PrintedRow("Role", (PrintedText("Officer"),))),
    )
    printed = text_of(render_application(replace(a_document(), signatures=(signature,))).content)
    for wanted in ("Partner agreement", "We keep our word.", "We report what changes.", "Ana Nguyễn", "Officer"):
        assert wanted in printed


def test_the_same_document_gives_the_same_bytes() -> None:
    document = with_answer("Acme Ltd 🚢")
    assert render_application(document) == render_application(document)


def test_a_full_application_of_110_responses_in_four_scripts_is_printed() -> None:
    languages = ("en", "zh-Hans", "ar", "vi")
    sections = [PrintedSection("Criteria")]
    for category in range(11):
        numbers = range(category * 10, category * 10 + 10)
        criteria = tuple(a_criterion(f"{n}.", languages[n % 4], RESPONSES[languages[n % 4]] * 5) for n in numbers)
        sections.append(PrintedSection(f"Category {category}", criteria=criteria, level=2))
    rendered = render_application(a_document(*sections))
    printed = text_of(rendered.content)
    assert rendered.replaced == ()
    assert all(f"Category {category}" in printed for category in range(11))
    assert printed.count("Response") == 110
