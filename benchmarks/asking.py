"""How well the assistant finds topics, and what a question costs: ``python -m benchmarks.asking --file LINES``.

The lines are JSON objects with ``lang``, ``text``, ``topic`` (``none`` for what is about something else), ``also``,
further topics that are right, and ``note``: lines with the same note (such as "mistyped") get a line of their own.
Means of languages are those of the assistant's; lines with any other ``lang`` (such as "mixed") stand beside them.

``--held-out`` measures on the assistant's own phrases instead: the model learns without
the phrases of one writer, and is asked those, for each writer in turn (some minutes).
"""

import argparse
import json
import resource
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from ctpat_app.adapters.sentences import sentence_encoder
from ctpat_app.cli.assistant_training import fit, read_material
from ctpat_app.guidance.assistant import Advice, Assistant, Outcome
from ctpat_app.guidance.assistant_model import load_model
from ctpat_app.guidance.assistant_phrases import DEFINITIONS, HANDS, phrases_of
from ctpat_app.guidance.assistant_text import clean
from ctpat_app.guidance.help_schema import NONE
from ctpat_app.guidance.library import load_library
from ctpat_app.guidance.records import Library

_KIB: Final = 1024
ENGLISH: Final = "en"


@dataclass(frozen=True)
class Asked:
    """A text whose right topics are known; the first is the one that was meant."""

    text: str
    language: str
    right: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Judged:
    """A text and what the assistant made of it; ``cpu_ms`` is processor time."""

    asked: Asked
    advice: Advice
    cpu_ms: float

    @property
    def first(self) -> bool:
        """Whether the best topic is right."""
        return self.advice.choices[0] in self.asked.right

    @property
    def offered(self) -> bool:
        """Whether one of the three best is right."""
        return bool(set(self.advice.choices) & set(self.asked.right))


def read_lines(file: Path) -> list[Asked]:
    """Return the lines of ``file``."""
    rows: list[dict[str, Any]] = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    return [
        Asked(row["text"], row["lang"], (row["topic"], *(row.get("also") or ())), str(row.get("note") or ""))
        for row in rows
    ]


def ask_all(assistant: Assistant, asked: Iterable[Asked], *, on_page: bool = False) -> list[Judged]:
    """Return what the assistant makes of each; ``on_page`` tells it the page where the matter is put right."""
    found = []
    for each in asked:
        page = assistant.library.help_topics[each.right[0]].link[0] if on_page else ""
        started = time.process_time()
        advice = assistant.advise(each.text, page=page)
        found.append(Judged(each, advice, 1000 * (time.process_time() - started)))
    return found


def held_out(library: Library) -> dict[str, list[Judged]]:
    """Return the answers to each writer's phrases by a model that has not learnt from them."""
    encode = sentence_encoder()
    assert encode is not None
    material = read_material(tuple(library.help_topics), phrases_of(library), encode)
    served = load_model()
    found: dict[str, list[Judged]] = {"with vectors": [], "letters alone": []}
    for hand in sorted(set(material.hands) - {DEFINITIONS}):
        left_out = material.hands == hand
        model = fit(material, ~left_out, served.with_vectors, served.without, "")
        asked = [
            Asked(phrase.text, phrase.language, (phrase.topic,))
            for phrase, out in zip(material.phrases, left_out, strict=True)
            if out and phrase.weight == 1
        ]
        found["with vectors"] += ask_all(Assistant(library, model, encode), asked)
        found["letters alone"] += ask_all(Assistant(library, model, None), asked)
    return found


def report(name: str, judged: Sequence[Judged]) -> str:
    """Return the figures of ``judged`` as lines of text."""
    inside = [each for each in judged if each.asked.right[0] != NONE]
    outside = [each for each in judged if each.asked.right[0] == NONE]
    lines = [f"{name}: {len(inside)} about the kiosk, {len(outside)} about something else"]
    lines += [f"  {each.line()}" for each in (*_by_language(inside), *_of_others(inside))]
    if means := means_of(inside):
        lines += [f"  {each.line()}" for each in means]
    direct = [each for each in inside if each.advice.outcome is Outcome.ANSWER]
    right = _share(each.first for each in direct)
    lines.append(f"  answered directly: {len(direct) / max(1, len(inside)):.3f}, right of these {right:.3f}")
    lines.append(f"  about the kiosk, but not known: {_came_to(inside, Outcome.UNKNOWN):.3f}")
    if outside:
        answered, offered = _came_to(outside, Outcome.ANSWER), _came_to(outside, Outcome.CHOICES)
        lines.append(f"  about something else: answered {answered:.3f}, offered a choice {offered:.3f}")
    cpu = np.percentile([each.cpu_ms for each in judged], (50, 95))
    lines.append(f"  processor time of a question, p50 / p95: {cpu[0]:.1f} / {cpu[1]:.1f} ms")
    return "\n".join(lines)


@dataclass(frozen=True)
class Figure:
    """How often the best topic was right, and one of the best three, in a group of lines."""

    name: str
    count: int
    first: float
    offered: float

    def line(self) -> str:
        """Return it as text."""
        return f"{self.name:28} {self.count:5}  {self.first:.3f} / {self.offered:.3f}"


def means_of(inside: Sequence[Judged]) -> list[Figure]:
    """Return the mean of the languages, English, and of the other languages that in which it is worst."""
    found = _by_language(inside)
    if not found:
        return []
    first, offered = np.mean([(each.first, each.offered) for each in found], axis=0)
    others = [each for each in found if each.name != ENGLISH]
    means = [Figure(f"mean of {len(found)} languages", len(inside), float(first), float(offered))]
    means += [replace(each, name="English") for each in found if each.name == ENGLISH]
    if others:
        worst = min(others, key=lambda each: (each.first, each.offered))
        means.append(replace(worst, name=f"worst but English: {worst.name}"))
    return means


def learnt(library: Library, asked: Sequence[Asked]) -> str:
    """Return how many of the lines the model has learnt from: of these, figures say nothing about new people."""
    known = {phrase.text for phrase in phrases_of(library)}
    return f"{sum(clean(each.text) in known for each in asked)} of {len(asked)} lines are among what was learnt from"


def gain(plain: Sequence[Judged], on_page: Sequence[Judged]) -> str:
    """Return by how much knowing the page betters each mean."""
    lines = ["gain by the page, first / among three (in points of a hundred)"]
    inside, there = ([each for each in found if each.asked.right[0] != NONE] for found in (plain, on_page))
    by_name = {each.name: each for each in (*_by_language(there), *means_of(there))}
    for each in (*_by_language(inside), *means_of(inside)):
        if other := by_name.get(each.name):
            better = 100 * (other.first - each.first), 100 * (other.offered - each.offered)
            lines.append(f"  {each.name:28} {better[0]:+.1f} / {better[1]:+.1f}")
    return "\n".join(lines)


def _by_language(inside: Sequence[Judged]) -> list[Figure]:
    groups = ((language, [each for each in inside if each.asked.language == language]) for language in HANDS)
    return [_figure(language, group) for language, group in groups if group]


def _of_others(inside: Sequence[Judged]) -> list[Figure]:
    """Return the figures of lines in no language of the assistant's, and of lines with a note."""
    names = {each.asked.language for each in inside} - HANDS.keys()
    found = [_figure(name, [each for each in inside if each.asked.language == name]) for name in sorted(names)]
    notes = sorted({each.asked.note for each in inside} - {""})
    return [*found, *(_figure(f"({note})"[:28], [e for e in inside if e.asked.note == note]) for note in notes)]


def _figure(name: str, group: Sequence[Judged]) -> Figure:
    return Figure(name, len(group), _share(each.first for each in group), _share(each.offered for each in group))


def _share(found: Iterable[bool]) -> float:
    listed = list(found)
    return sum(listed) / len(listed) if listed else float("nan")


def _came_to(judged: Sequence[Judged], outcome: Outcome) -> float:
    return _share(each.advice.outcome is outcome for each in judged)


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB


def main() -> None:
    """Print the figures of a file, or of held-out phrases."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.asking")
    parser.add_argument("--file", type=Path, help="JSON Lines whose topics are known")
    parser.add_argument("--held-out", action="store_true")
    given = parser.parse_args()
    library = load_library()
    before, started = _memory_mb(), time.perf_counter()
    assistant = Assistant(library, load_model(), sentence_encoder())
    assistant.advise("hello")
    print(f"loaded in {time.perf_counter() - started:.2f} s, {_memory_mb() - before:.0f} MB more memory at the peak")
    if given.file:
        asked = read_lines(given.file)
        print(learnt(library, asked))
        plain, there = ask_all(assistant, asked), ask_all(assistant, asked, on_page=True)
        print(report("with vectors" if assistant.encode else "letters alone, since there are no vectors here", plain))
        print(report("the same, and the page is known", there))
        print(gain(plain, there))
        print(report("the fallback: letters alone", ask_all(replace(assistant, encode=None), asked)))
    if given.held_out:
        for name, judged in held_out(library).items():
            print(report(f"{name}, each writer held out", judged))


if __name__ == "__main__":
    main()
