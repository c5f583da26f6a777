"""What the built pages say of themselves, before any browser opens one."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

_SUBMITS = re.compile(r"const handleSubmit_\w+ = useCallback\((.*?)\n    \}\)", re.DOTALL)
_LINE = re.compile(r"(?<![\w.])(?!reflex___state)\w+_rx_state_\b")


@pytest.mark.usefixtures("built_pages")
def test_no_form_sends_what_only_its_line_of_a_list_knows() -> None:
    files = [*Path(".web/app_components").rglob("*.jsx"), *Path(".web/app").rglob("*.jsx")]
    handlers = [(file.name, found) for file in files for found in _SUBMITS.findall(file.read_text("utf-8"))]
    assert len(handlers) > 50
    assert {name for name, handler in handlers if _LINE.search(handler)} == set()
