"""The PDF of a full application: a hundred responses in four scripts, made in a process of its own."""

import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from ctpat_app.domain.printing import PrintedCriterion, PrintedDocument, PrintedSection, PrintedText, PrintedWords
from ctpat_app.words.pdf import PdfWords

RESPONSES: Final = 100
TEXTS: Final = (
    ("en", "Our team inspects every container at the gate and records the seal number in the yard log. "),
    ("zh-Hans", "我们的安全团队在装货前对每个集装箱进行检查并将封条号码记录在日志中。"),
    ("ar", "يفحص فريق الحراسة لدينا كل حاوية عند البوابة ويسجل رقم الختم في السجل. "),
    ("vi", "Đội an ninh kiểm tra từng công-te-nơ tại cổng và ghi số niêm phong vào sổ. "),
    ("he", "צוות האבטחה שלנו בודק כל מכולה בשער ורושם את מספר החותם ביומן. "),
)


def measure() -> dict[str, float]:
    """Return seconds of the first and of a later PDF, and the megabytes that making them added to a fresh process."""
    made = subprocess.run([sys.executable, "-m", "benchmarks.printing"], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(made.stdout)
    return found


def _document() -> PrintedDocument:
    statement = PrintedText("Members must inspect every container and every seal before loading. " * 2, "en")
    criteria = tuple(
        PrintedCriterion(f"{number // 10 + 1}.{number % 10 + 1}", "Must", statement, (_response(number),))
        for number in range(RESPONSES)
    )
    sections = tuple(
        PrintedSection(f"Category {place // 10 + 1}", criteria=criteria[place : place + 10])
        for place in range(0, RESPONSES, 10)
    )
    return PrintedDocument(
        title="CTPAT application",
        subtitle="",
        language="en",
        issuer="Kiosk",
        reference="CT-7K2M9QXA",
        footer="",
        words=_words(),
        printed_at=datetime(2026, 3, 2, tzinfo=UTC),
        sections=sections,
    )


def _words() -> PrintedWords:
    text = PdfWords("en", "Kiosk").text
    return PrintedWords(
        contents=text("pdf.contents"),
        page=text("pdf.page"),
        response=text("pdf.response"),
        not_answered=text("pdf.not-answered"),
        signatures=text("pdf.signatures"),
        replaced=text("pdf.replaced"),
        replaced_intro=text("pdf.replaced-intro"),
    )


def _response(number: int) -> PrintedText:
    language, text = TEXTS[number % len(TEXTS)]
    return PrintedText(text * 6, language)


def main() -> None:
    """Make the document three times and print what that took."""
    from ctpat_app.adapters.pdf import render_application

    document, before, seconds = _document(), _peak_mb(), []
    size = 0
    for _ in range(3):
        started = time.perf_counter()
        size = len(render_application(document).content)
        seconds.append(time.perf_counter() - started)
    found = {"first_s": seconds[0], "later_s": min(seconds[1:]), "added_mb": _peak_mb() - before, "kb": size / 1000}
    print(json.dumps({name: round(value, 2) for name, value in found.items()}))


def _peak_mb() -> float:
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


if __name__ == "__main__":
    main()
