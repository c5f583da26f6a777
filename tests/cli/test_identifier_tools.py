"""``kiosk check-identifiers`` and ``kiosk build-mid`` as a batch sees them: lines in, lines out, in order."""

import json
import subprocess
import sys
from typing import Any

import pytest

CALL = "from ctpat_app.cli.identifiers import {tool}; {tool}()"


def answers(tool: str, *lines: bytes | dict[str, object]) -> list[dict[str, Any]]:
    text = b"".join((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines)
    done = subprocess.run([sys.executable, "-c", CALL.format(tool=tool)], input=text, capture_output=True, check=True)
    assert done.stderr == b""
    return [json.loads(line) for line in done.stdout.decode("ascii").splitlines()]


def test_identifiers_are_answered_in_order_and_bad_lines_do_not_stop_the_rest() -> None:
    found = answers(
        "check_identifiers",
        {"kind": "scac", "value": "qwer"},
        b"not json",
        {"kind": "ior-ein", "value": "12-3456789"},
        {"kind": "no-such-kind", "value": "1"},
        {"kind": "scac", "value": 1234},
        b"[]",
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        {"kind": "firms-code", "value": "1234", "more": None},
        {"kind": "scac", "value": "AB\ud800\u2028"},
        b'\xef\xbb\xbf{"kind": "rfc-company", "value": "\xc3\xb1am200229k72"}',
    )
    assert [sorted(answer) for answer in found] == [
        ["problems", "stored", "valid"],
        ["error"],
        ["problems", "stored", "valid"],
        *[["error"]] * 6,
        *[["problems", "stored", "valid"]] * 3,
    ]
    assert found[0] == {"valid": True, "stored": "QWER", "problems": []}
    assert (found[2]["valid"], found[2]["stored"]) == (False, None)
    assert found[2]["problems"] == [
        {
            "code": "identifier.suffix-missing",
            "message": "Add the 2-character suffix of the importer number. It is 00 unless a division has its own. "
            "You could mean 12-345678900.",
        }
    ]
    assert (found[9]["valid"], [problem["code"] for problem in found[9]["problems"]]) == (
        True,
        ["identifier.firms-begins-with-digit"],
    )
    assert found[11]["stored"] == "ÑAM200229K72"


def test_mids_are_answered_in_order_with_notes_in_sentences() -> None:
    found = answers(
        "build_mid",
        {"name": "La Vie de France", "address": "243 Rue de la Payees", "city": "Bremond", "country": "France"},
        {"name": "北京纺织厂", "address": "1", "city": "Beijing", "country": "CN"},
        {"name": "Foo", "address": "1", "city": "Toronto", "country": "Canada"},
        {"name": "Foo", "city": "Toronto", "country": "Canada (Ontario)"},
        {"name": "Foo", "address": "1", "city": "Toronto", "country": "Canada (Ontario)"},
    )
    assert found[0] == {"mid": "FRLAVIE243BRE", "notes": []}
    assert found[1]["mid"] is None
    assert "Only a suggestion: BeiJingFangZhiChang." in found[1]["notes"][0]
    assert found[2] == {
        "mid": None,
        "notes": ["Enter the Canadian province too, such as Canada (Ontario). The code begins with it."],
    }
    assert found[3] == {"error": "address: a text is expected"}
    assert found[4] == {"mid": "XOFOO1TOR", "notes": []}


@pytest.mark.parametrize("tool", ["check_identifiers", "build_mid"])
def test_nothing_in_gives_nothing_out(tool: str) -> None:
    assert answers(tool) == []


def test_each_answer_comes_before_the_next_line_is_sent() -> None:
    command = [sys.executable, "-c", CALL.format(tool="check_identifiers")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as tool:
        assert tool.stdin
        assert tool.stdout
        for value in ("ABCD", "EFGH"):
            tool.stdin.write(json.dumps({"kind": "scac", "value": value}).encode() + b"\n")
            tool.stdin.flush()
            assert json.loads(tool.stdout.readline())["stored"] == value


def test_the_tools_start_without_the_web_framework() -> None:
    code = "import sys, ctpat_app.cli.identifiers; print(sorted({'reflex', 'sqlalchemy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"
