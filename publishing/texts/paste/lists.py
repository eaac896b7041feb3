"""Lists of pasted text: items with levels and numbers, from any word processor."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

BULLETS: Final = "·•▪▫◦‣●○■□◾◆➢➤✓⁃\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf0a8"
TYPED_BULLET: Final = re.compile(rf"[{BULLETS}][\s\u00a0]+")
MARKER: Final = re.compile(r"[\s(\[]*(?:\d+[.)])*?(?P<value>\d{1,4}|[A-Za-z]+)[.):\]\s]*")
ROMAN: Final = re.compile(r"m*(?:c[md]|d?c{0,3})(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})")
ROMAN_DIGITS: Final = {"m": 1000, "d": 500, "c": 100, "l": 50, "x": 10, "v": 5, "i": 1}
LETTERS: Final = 26
TWICE: Final = 2  # letters, in the labels after z
# Of a style sheet of Word: how a level of a list is numbered.
LEVELS: Final = re.compile(r"@list\s+(l\d+):level(\d{1,4})\b[^{]*\{([^}]*)\}")
FORMATS: Final = {
    "alpha-lower": "a",
    "alpha-upper": "A",
    "roman-lower": "i",
    "roman-upper": "I",
    "bullet": "",
    "image": "",
}
TYPES: Final = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}


class Label(NamedTuple):
    """An item's marker: `type` as of <ol>, empty for a bullet; number 0 if unknown."""

    type: str = ""
    number: int = 0


@dataclass
class Item:
    """An item of a list: the HTML of its paragraphs, and its level from 1 on."""

    level: int
    label: Label
    paragraphs: list[str] = field(default_factory=list)


def label_of(marker: str, before: Label | None) -> Label:
    """Return what a typed marker says, such as "(iv)"; `before` precedes it."""
    match = MARKER.fullmatch(marker.strip())
    if match is None:
        return Label()
    value = match["value"]
    if value.isdecimal():
        return Label("1", int(value))
    small = value.lower()
    case = str.lower if value == small else str.upper
    roman, letter = _roman(small), ord(small) - ord("a") + 1 if len(small) == 1 else 0
    if roman and letter:
        follows = before is not None and before.type == case("a") and letter == before.number + 1
        starts = small != "i" and not (before and before.type == case("i"))
        return Label(case("a"), letter) if follows or starts else Label(case("i"), roman)
    if roman:
        return Label(case("i"), roman)
    if small == "o":  # Word's bullet of the second level is an o
        return Label(case("a"), letter) if before and before.number == letter - 1 else Label()
    if letter:
        return Label(case("a"), letter)
    doubled = len(small) == TWICE and len(set(small)) == 1
    return Label(case("a"), LETTERS + ord(small[0]) - ord("a") + 1) if doubled else Label()


def formats_of(html: str) -> dict[tuple[str, int], str]:
    """Return the types of Word's lists by name and level, from its style sheet."""
    found = {}
    for name, level, declarations in LEVELS.findall(html):
        declared = re.search(r"mso-level-number-format:\s*([\w-]+)", declarations)
        found[name, int(level)] = FORMATS.get(declared[1], "1") if declared else "1"
    return found


def nested(items: Sequence[Item]) -> str:
    """Return the HTML of lists for successive items, with levels nested in items."""
    return "".join(_lists(list(items)))


def _lists(items: list[Item]) -> Iterator[str]:
    """Yield the lists of the lowest level; one ends if its kind or numbering changes."""
    if not items:
        return
    level = min(item.level for item in items)
    groups = _groups(items, level)
    open_tag = ""
    expected, kind = 0, None
    for head, deeper in groups:
        label = head.label
        if kind != label.type or (label.number and label.number != expected):
            yield f"</{open_tag}>" if open_tag else ""
            open_tag = "ol" if label.type else "ul"
            yield _start(label)
            expected, kind = label.number or 1, label.type
        yield f"<li>{''.join(head.paragraphs) or '<p></p>'}{nested(deeper)}</li>"
        expected += 1
    yield f"</{open_tag}>"


def _groups(items: list[Item], level: int) -> list[tuple[Item, list[Item]]]:
    """Return each item of the level, or the first, with deeper ones that follow."""
    groups: list[tuple[Item, list[Item]]] = []
    for item in items:
        if item.level <= level or not groups:
            groups.append((item, []))
        else:
            groups[-1][1].append(item)
    return groups


def _start(label: Label) -> str:
    if not label.type:
        return "<ul>"
    start = f' start="{label.number}"' if label.number > 1 else ""
    kind = f' type="{label.type}"' if label.type != "1" else ""
    return f"<ol{start}{kind}>"


def _roman(value: str) -> int:
    if not ROMAN.fullmatch(value):
        return 0
    digits = [ROMAN_DIGITS[letter] for letter in value]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    return sum(-digit if digit < after else digit for digit, after in pairs)
