"""The assistant's rules: quoted messages, a wish for a person, abuse and attempts to steer it, as data."""

import re
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from pydantic import Field, TypeAdapter

from ctpat_app.guidance.schema import Record, Slug, Text

_FILE: Final = Path(__file__).parent / "content" / "assistant_rules.yaml"


class Rule(Record):
    """One rule: a clean text in which any of ``says`` is found belongs to ``topic``; ``alone``: it must be the whole.

    ``says`` are patterns in small letters, whole words; a space stands for any gap between words.
    """

    id: Slug
    topic: Slug
    says: tuple[Text, ...] = Field(min_length=1)
    alone: bool = False

    def matches(self, text: str) -> bool:
        """Whether the rule decides about a clean ``text``."""
        return _pattern(self).search(text) is not None


@cache
def load_rules(file: Path = _FILE) -> tuple[Rule, ...]:
    """Return the rules, the first that matches decides."""
    with file.open(encoding="utf-8") as source:
        return TypeAdapter(tuple[Rule, ...]).validate_python(yaml.load(source, Loader=yaml.CSafeLoader))


def first_rule(text: str) -> Rule | None:
    """Return the rule that decides about a clean ``text``, or None."""
    return next((rule for rule in load_rules() if rule.matches(text)), None)


@cache
def _pattern(rule: Rule) -> re.Pattern[str]:
    says = "|".join(each.replace(" ", r"[\s,'’-]+") for each in rule.says)
    if rule.alone:
        return re.compile(rf"\A\W*(?:{says})\W*\Z")
    return re.compile(rf"(?:{says})")
