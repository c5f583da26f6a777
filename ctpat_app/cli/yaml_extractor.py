"""Babel's extractor for the YAML content: every text of an ``i18n`` block, in the context of its record."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, Final

import yaml

Extracted = tuple[int, str, tuple[str, str], list[str]]
"""Line, name of the gettext function, (context, English text), comments for translators."""

_WORDS: Final = "i18n"


def extract(
    fileobj: IO[bytes],
    keywords: Mapping[str, Any],  # noqa: ARG001 - Babel's interface
    comment_tags: Collection[str],  # noqa: ARG001
    options: Mapping[str, str],
) -> Iterator[Extracted]:
    """Yield the texts of one content file; the context is ``<collection>/<id>/<id>.<key>``.

    The collection is the file's name without its suffix, or the folder's below ``content/``; ``options`` may name it.
    """
    collection = options.get("collection") or collection_of(Path(fileobj.name))
    for line, context, text in texts(fileobj.read().decode("utf-8"), collection):
        yield line, "pgettext", (context, text), []


def collection_of(file: Path) -> str:
    """Return the collection whose records ``file`` holds: ``criteria`` for ``content/criteria/01.yaml``."""
    return file.stem if file.parent.name == "content" else file.parent.name


def texts(content: str, collection: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, context and English text of every text in ``content``, from top to bottom."""
    root = yaml.compose(content, Loader=yaml.CSafeLoader)
    if root is not None:
        yield from _in_node(root, collection)


def _in_node(node: yaml.Node, path: str) -> Iterator[tuple[int, str, str]]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _in_node(item, path)
    elif isinstance(node, yaml.MappingNode):
        here = _path_below(path, node)
        for key, value in node.value:
            found = _in_words(value, here) if key.value == _WORDS else _in_node(value, here)
            yield from found


def _path_below(path: str, record: yaml.MappingNode) -> str:
    ids = [value.value for key, value in record.value if key.value == "id" and isinstance(value, yaml.ScalarNode)]
    return f"{path}/{ids[0]}" if ids else path


def _in_words(words: yaml.Node, path: str) -> Iterator[tuple[int, str, str]]:
    if not isinstance(words, yaml.MappingNode):
        return
    for key, value in words.value:
        for text in value.value if isinstance(value, yaml.SequenceNode) else [value]:
            if isinstance(text, yaml.ScalarNode) and text.value.strip():
                yield text.start_mark.line + 1, f"{path}.{key.value}", text.value.strip()
