"""What is wrong with an answer whatever it tells: templates, other languages, secrets, somebody else's business."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

from ctpat_app.guidance.review_words import Claim, WordList, load_review_words, make_list, word_list

_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TEMPLATE: Final = re.compile(
    r"\[[^\W\d][^\]\n]{0,60}\]|<[a-z][^>\n]{0,40}>|\{[^\W\d][^}\n]{0,40}\}|\[\s*\]", re.IGNORECASE
)
_ONLY_NOTE: Final = re.compile(
    r"(?:same as (?:above|before)|see (?:above|attach\w*|document\w*|file)|as above|idem|ditto|test|none|ok|x+|\W+)\W*",
    re.IGNORECASE,
)
_BEGINNING: Final = 60
"""Characters in which an answer says that it does not apply."""
_LATIN_SHARE: Final = 0.6
_COMMON: Final = frozenset({"draft", "pending", "insert", "check with", "dummy", "wip", "will add"})
"""In a long answer, one of these alone proves nothing."""
_SHORT: Final = 12


def _secret(*parts: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("".join(parts), flags)


_SECRETS: Final = (
    ("ssn", _secret(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")),
    ("ssn", _secret(r"\b(?:SSN|social security)\b\D{0,20}\d{3}[ .]?\d{2}[ .]?\d{4}\b")),
    (
        "password",
        _secret(
            r"\b(?:password|passwd|pwd|pass ?phrase|passcode|contraseña|clave)s?\b[\s:=\"'“”]*",
            r"(?:(?:is|are|was)[\s:\"'“”]+)?(?=[^\s,;]*[\d_@#$%!?&*-])[^\s,;]{4,}",
        ),
    ),
    (
        "code",
        _secret(
            r"\b(?:(?:alarm|door|gate|entry|access|security|safe|vault|key ?pad|lock|panel|disarm\w*|master|wi-?fi)\s+",
            r"(?:code|pin|password|key|combination|number|passcode)|pin(?: code| number)?|combination)\b\W*",
            r"(?:(?:(?:of|to|for|at)\W+(?:\w+\W+){1,4}?)?(?:is|are|now)\W+)?[#*]?\d[\d*# -]{2,}",
        ),
    ),
    ("private key", _secret(r"-----BEGIN [A-Z ]*PRIVATE KEY-----", flags=0)),
    (
        "access key",
        _secret(
            r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{20,}|xox[abprs]-[A-Za-z0-9-]{10,}|sk-[A-Za-z0-9]{20,})\b",
            flags=0,
        ),
    ),
    (
        "account number",
        _secret(r"\b(?:bank account|account (?:no|number|#)|routing(?: number)?)\b\W*(?:\w+\W+){0,2}?\d{7,17}\b"),
    ),
    ("passport", _secret(r"\bpassport\b(?:\W+(?:no|number|nr|num)\b)?\W*[A-Z]{0,2}\d{6,9}\b")),
    (
        "birth date",
        _secret(
            r"\b(?:born|date of birth|dob|birthday)\b\W*(?:on\W+|is\W+)?",
            r"(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2} [a-z]{3,9} \d{4})",
        ),
    ),
    ("personal number", _secret(r"\b[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d\b", flags=0)),
    ("driving licence", _secret(r"\b(?:driver'?s?|driving) licen[cs]e\b\W*(?:no|number|#)\W*[A-Z]{0,2}\d{5,}")),
)
_CARD: Final = re.compile(r"(?<![\d-])(?:\d[ -]?){12,18}\d(?![\d-])")
_IBAN: Final = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?\b")


def placeholder_in(text: str) -> str:
    """Return what shows that the answer is still to be written; empty when nothing does."""
    if template := _TEMPLATE.search(text):
        return template[0]
    if _ONLY_NOTE.fullmatch(text.strip()):
        return text.strip()
    short = len(text.split()) < _SHORT
    found = word_list("placeholder").all_in(text)
    return next((each.text for each in found if short or each.text.lower() not in _COMMON), "")


def not_applicable_in(text: str) -> str:
    """Return the words that say that the criterion does not apply, when the answer begins with them."""
    found = word_list("not_applicable").all_in(text[:_BEGINNING])
    return found[0].text if found and len(text[: found[0].start].split()) <= 6 else ""


def reason_words(text: str) -> tuple[str, ...]:
    """Return the words of a "not applicable" that may be its reason."""
    empty = word_list("no_reason")
    pattern = word_list("not_applicable")
    rest = text
    for found in reversed(pattern.all_in(text)):
        rest = rest[: found.start] + " " + rest[found.end :]
    return tuple(word for word in _TOKEN.findall(rest.lower()) if not empty.has(word))


def other_language(text: str) -> str:
    """Return the words, or letters, that show another language than English; empty for English of any quality."""
    letters = [character for character in text if character.isalpha()]
    if not letters:
        return ""
    foreign = [character for character in letters if "LATIN" not in unicodedata.name(character, "")]
    if len(foreign) > (1 - _LATIN_SHARE) * len(letters):
        return "".join(foreign[:8])
    return next((heard for _language, heard in _all_heard(text)), "")


def heard_language(text: str) -> str:
    """Return the language (BCP 47) that the small words of ``text`` belong to; empty for English and other scripts."""
    return next((language for language, _heard in _all_heard(text)), "")


def _all_heard(text: str) -> Iterator[tuple[str, str]]:
    words = [word.lower() for word in _TOKEN.findall(text)]
    if len(words) < 4:
        return
    english = sum(word in _function_words("en") for word in words)
    for language in _languages():
        if heard := _heard(language, words, english):
            yield language, heard


def _heard(language: str, words: list[str], english: int) -> str:
    own = [word for word in words if word in _function_words(language)]
    apart = [word for word in own if word not in _function_words("en")]
    enough = len(own) >= max(3, 0.15 * len(words)) and len(set(apart)) >= 2
    return " ".join(dict.fromkeys(apart[:4])) if enough and len(own) > 1.5 * english else ""


@cache
def _function_words(language: str) -> frozenset[str]:
    return frozenset(load_review_words().languages[language])


def _languages() -> Iterator[str]:
    return (language for language in load_review_words().languages if language != "en")


def secret_in(text: str) -> str:
    """Return the kind of secret or personal number in ``text``, never the number itself; empty without one."""
    for kind, pattern in _SECRETS:
        if pattern.search(text):
            return kind
    if any(_is_card(found[0]) for found in _CARD.finditer(text)):
        return "card number"
    return "account number" if any(_is_iban(found[0]) for found in _IBAN.finditer(text)) else ""


def _is_card(written: str) -> bool:
    """Whether the check digit of a payment card is right (ISO/IEC 7812-1, Luhn)."""
    digits = [int(sign) for sign in written if sign.isdigit()]
    if not 13 <= len(digits) <= 19 or digits[0] not in {2, 3, 4, 5, 6} or len(set(digits)) == 1:
        return False
    doubled = [sum(divmod(2 * digit, 10)) if place % 2 else digit for place, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def _is_iban(written: str) -> bool:
    """Whether the check digits of a bank account are right (ISO 13616, modulo 97)."""
    plain = written.replace(" ", "")
    if not 15 <= len(plain) <= 34:
        return False
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def foreign_business_in(text: str, *business_types: str) -> str:
    """Return the words by which the answer speaks as another business than any of ``business_types``."""
    own = frozenset(business_types)
    for claim, names in _claims("entities"):
        if own.intersection(claim.types):
            continue
        for found in names.all_in(text):
            if _OWN.search(text[: found.start]) and not _OTHERS.match(text[found.end :]):
                return found.text
    for claim, deeds in _claims("deeds"):
        if own.intersection(claim.types):
            continue
        for found in deeds.all_in(text):
            if re.search(r"\b(?:we|our \w+)(?:\W+\w+){0,2}\W+$", text[: found.start], re.IGNORECASE):
                return found.text
    return ""


# "as a …", "we are a …", "our …": the speaker's own business, with at most two words in between.
_OWN: Final = re.compile(
    r"(?:\b(?:as|being|like)\s+(?:an?|the)|\bwe(?:\s+are|'re)\s+(?:an?|the)|\b(?:our|this)\s+(?:company|firm|business)\s+is\s+(?:an?|the)"
    r"|\b(?:our|this)|\bwe,?\s+(?:the|an?))\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
# "our customs broker sends …": a partner, when the next words say so.
_OTHERS: Final = re.compile(r"(?:'s|’s)?\W+(?:partners?|suppliers?|vendors?|customers?|clients?)\b", re.IGNORECASE)


@cache
def _claims(name: str) -> tuple[tuple[Claim, WordList], ...]:
    return tuple((claim, make_list(claim.says)) for claim in getattr(load_review_words(), name))
