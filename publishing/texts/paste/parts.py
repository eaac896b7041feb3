"""Parts of pasted text: rows of tables, types of lists, ends of paragraphs."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from publishing.texts.paste.lists import TYPES
from publishing.texts.paste.spaces import Run
from publishing.texts.paste.tree import Node, number_of

WIDEST: Final = 1000


def paragraphs_of(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Yield the runs of each paragraph; two line breaks end one."""
    text = "".join(run.text for run in runs)
    start = 0
    for match in [*re.finditer(r"\n{2,}", text), None]:
        end = match.start() if match else len(text)
        if part := _cut(runs, start, end):
            yield part
        start = match.end() if match else end


def without_start(runs: Sequence[Run], count: int) -> list[Run]:
    """Return the runs without so many characters at the start."""
    return _cut(runs, count, sum(len(run.text) for run in runs))


def _cut(runs: Sequence[Run], start: int, end: int) -> list[Run]:
    kept = []
    for run in runs:
        kept.append(run._replace(text=run.text[max(0, start) : max(0, end)]))
        start, end = start - len(run.text), end - len(run.text)
    return [run for run in kept if run.text]


def rows_of(node: Node, *, in_head: bool = False) -> Iterator[tuple[Node, bool]]:
    for child in node.elements:
        if child.tag == "tr":
            yield child, in_head
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from rows_of(child, in_head=child.tag == "thead")


def list_type(container: Node, item: Node) -> str:
    if container.tag == "ul":
        return ""
    declared = item.style.get("list-style-type") or container.style.get("list-style-type", "")
    given = container.attributes.get("data-type") or container.attributes.get("type", "")
    return TYPES.get(declared) or TYPES.get(given) or (given if given in ("a", "A", "i", "I") else "1")


def number_in(node: Node, name: str) -> int:
    number = number_of(node.attributes.get(name, "").strip()) or 0
    return number if number <= WIDEST else 0
