"""Reads the clipboard's tree; writes paragraphs, headings, lists, tables, notes."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from django.utils.html import escape

from publishing.texts.footnotes import note_html, reference_html
from publishing.texts.markup import elements, text_of
from publishing.texts.paste import notes
from publishing.texts.paste.lists import TYPED_BULLET, Item, Label, label_of, nested
from publishing.texts.paste.marks import address_of, heading_level, is_struck, left_out, marks_of
from publishing.texts.paste.parts import list_type, number_in, paragraphs_of, rows_of, without_start
from publishing.texts.paste.spaces import GAP, LINE_BREAK, NOTE, Run, tidied
from publishing.texts.paste.tree import BLOCKS, Node

MSO_LIST: Final = re.compile(r"(l\d+)\s+level(\d{1,4})\b")
HTML_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
HIGHEST, LOWEST = 2, 3  # of the editor's headings
SEVERAL: Final = 2  # levels of headings, beside which a title is not counted
SPANS: Final = ("colspan", "rowspan")
LISTS: Final = frozenset({"ul", "ol"})
MARKS: Final = ("sub", "sup", "em", "strong")  # from the innermost


class Block(NamedTuple):
    """A finished paragraph, heading or table."""

    html: str
    quoted: bool = False


class Document:
    """State shared by all parts of the text: heading levels, footnotes, changes."""

    def __init__(self, root: Node, formats: dict[tuple[str, int], str], first_note: int) -> None:
        self.formats = formats
        self.first_note = first_note
        self.changes: Counter[str] = Counter()
        self.bodies = notes.taken_out(root)
        self.numbers: dict[str, int] = {}
        found = [level for each in elements(root) if (level := heading_level(each)) is not None]
        self.levels = sorted(set(found))
        if len(self.levels) > SEVERAL and found.count(self.levels[0]) == 1:  # the title of the text
            self.levels = self.levels[1:]

    def heading(self, level: int) -> int:
        """Return the level that the heading has in the editor."""
        return min(HIGHEST + sum(each < level for each in self.levels), LOWEST)

    def number(self, key: str) -> int:
        """Return the number of a footnote, in the order in which they are asked for."""
        return self.numbers.setdefault(key, self.first_note + len(self.numbers))

    def notes(self) -> Iterator[str]:
        """Yield the notes in the order of references, then those without one."""
        done = 0
        while done < len(self.numbers):  # a note may refer to another one
            key, number = list(self.numbers.items())[done]
            body = self._note(key)
            self.changes["notes" if body else "notes_without_text"] += 1
            yield note_html(number, body)
            done += 1
        yield from (f"<p>{self._note(key)}</p>" for key in self.bodies if key not in self.numbers)

    def _note(self, key: str) -> str:
        if key not in self.bodies:
            return ""
        reader = Reader(self)
        reader.element(self.bodies[key], frozenset())
        return reader.in_one_paragraph()


class Reader:
    """Reads a part of the tree: the text itself, a cell, or a footnote."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.changes = document.changes
        self.found: list[Block | Item] = []
        self.runs: list[Run] = []
        self.item: Item | None = None
        self.heading: int | None = None
        self.quoted = False
        self.labels: dict[int, Label] = {}  # of the last item of each level

    def html(self) -> str:
        """Return what was read."""
        self.flush()
        found = [each for each in self.found if isinstance(each, Block) or each.paragraphs]
        return "".join(
            nested([each for each in group if isinstance(each, Item)])
            if kind is None
            else _quoted("".join(each.html for each in group if isinstance(each, Block)), quoted=kind)
            for kind, group in groupby(found, lambda each: each.quoted if isinstance(each, Block) else None)
        )

    def in_one_paragraph(self) -> str:
        """Return what was read as the content of one paragraph."""
        self.flush()
        blocks = [each.html if isinstance(each, Block) else "".join(each.paragraphs) for each in self.found]
        return "<br>".join(re.sub(r"</?(?:p|h\d)>", "", block) for block in blocks)

    # The tree

    def children(self, node: Node, marks: frozenset[str] = frozenset(), href: str = "") -> None:
        for child in node.children:
            if isinstance(child, str):
                self.runs.append(Run(HTML_BLANKS.sub(" ", child), marks, href))
            else:
                self.element(child, marks, href)

    def element(self, node: Node, marks: frozenset[str], href: str = "") -> None:
        """Read an element that has these marks around it."""
        if self._leaves_out(node):
            return
        if node.tag == "br":
            self.runs.append(Run(LINE_BREAK, marks))
        elif node.tag in LISTS:
            self.read_list(node)
        elif node.tag == "table":
            self.read_table(node)
        elif node.tag in BLOCKS:
            self.block(node)
        elif node.tag == "a":
            self.link(node, marks)
        else:
            self.changes["struck"] += is_struck(node)
            self.children(node, marks_of(node, marks), href)

    def _leaves_out(self, node: Node) -> bool:
        """Whether the element is no text; what an author would look for is counted."""
        if node.style.get("mso-list", "").lower() == "ignore":  # the label of an item, read by `_item_of_word`
            return self.heading is None
        reason = left_out(node)
        if reason and reason != "ignored":
            self.changes[reason] += 1
            self.runs.append(Run(GAP))
        return bool(reason)

    def link(self, node: Node, marks: frozenset[str]) -> None:
        if key := notes.reference(node):
            self.runs.append(Run(NOTE, note=key))
        elif not notes.leads_back(node):
            self.children(node, marks_of(node, marks), address_of(node))

    def block(self, node: Node) -> None:
        """Read a paragraph, heading or other element that begins a new line."""
        self.flush()
        item, heading, quoted = self.item, self.heading, self.quoted
        level = heading_level(node)
        self.heading = heading if level is None else level
        self.quoted = quoted or node.tag == "blockquote"
        if self.heading is None and (own := self._item_of_word(node)):
            self.item = own
        self.children(node, frozenset({"strong", "em"} & marks_of(node, frozenset())))
        if node.tag in ("p", "li") and not self._has_text() and not any(each.tag in BLOCKS for each in elements(node)):
            self.changes["empty"] += 1
        self.flush()
        self.item, self.heading, self.quoted = item, heading, quoted

    def read_list(self, node: Node, level: int = 0) -> None:
        """Read a list of HTML; `level` is that of the list around it."""
        self.flush()
        outer, depth = self.item, max(level, self.item.level if self.item else 0) + 1
        number = number_in(node, "start") or 1
        for child in node.elements:
            if child.tag in LISTS:
                self.read_list(child, depth)
            elif child.tag == "li":
                own = number_in(child, "aria-level") or number_in(child, "data-aria-level")
                kind = list_type(node, child)
                number = number_in(child, "value") or number
                self.item = Item(own or depth, Label(kind, number if kind else 0))
                self.found.append(self.item)
                self.block(child)
                number += 1
            else:
                self.element(child, frozenset())
        self.item = outer

    def read_table(self, node: Node) -> None:
        """Read a table; one of a single cell was only a frame."""
        self.flush()
        rows = list(rows_of(node))
        cells = [cell for row, _in_head in rows for cell in row.elements if cell.tag in ("td", "th")]
        if len(cells) == 1:
            self.block(Node("div", children=cells[0].children))
            return
        for caption in node.elements:
            if caption.tag == "caption":
                self.block(Node("p", children=caption.children))
        if cells:
            written = "".join(self._row(row, in_head=in_head) for row, in_head in rows)
            self._add(f"<table><tbody>{written}</tbody></table>")
            self.changes["tables"] += 1

    def _row(self, row: Node, *, in_head: bool) -> str:
        parts = []
        for cell in row.elements:
            if cell.tag in ("td", "th"):
                tag = "th" if in_head else cell.tag
                spans = "".join(f' {name}="{span}"' for name in SPANS if (span := number_in(cell, name)) > 1)
                reader = Reader(self.document)
                reader.children(cell)
                parts.append(f"<{tag}{spans}>{reader.html() or '<p></p>'}</{tag}>")
        return f"<tr>{''.join(parts)}</tr>" if parts else ""

    # Paragraphs

    def flush(self) -> None:
        """Write down the paragraph that was read until here."""
        runs, no_breaks, unseen = tidied(self.runs)
        self.runs = []
        self.changes["no_breaks"] += no_breaks
        self.changes["unseen"] += unseen
        for part in paragraphs_of(runs):
            self._paragraph(part)

    def _paragraph(self, runs: list[Run]) -> None:
        if self.heading is not None:
            level = self.document.heading(self.heading)
            bare = [run._replace(marks=run.marks - {"strong"}) for run in runs]
            self.found.append(Block(f"<h{level}>{self._inline(bare)}</h{level}>", self.quoted))
            self.changes["headings"] += level != self.heading
            return
        bullet = TYPED_BULLET.match("".join(run.text for run in runs))
        if bullet and self.item is None:
            self.changes["lists"] += 1
            item = Item(1, Label(), [f"<p>{self._inline(without_start(runs, bullet.end()))}</p>"])
            self.found.append(item)
            return
        self._add(f"<p>{self._inline(runs)}</p>")

    def _add(self, html: str) -> None:
        if self.item is not None:
            self.item.paragraphs.append(html)
        else:
            self.found.append(Block(html, self.quoted))

    def _inline(self, runs: Sequence[Run]) -> str:
        return "".join(self._run(run) for run in runs)

    def _run(self, run: Run) -> str:
        if run.note:
            return reference_html(self.document.number(run.note)) * run.text.count(NOTE)
        html = escape(run.text).replace(LINE_BREAK, "<br>")
        for mark in MARKS:
            if mark in run.marks:
                html = f"<{mark}>{html}</{mark}>"
        return f'<a href="{escape(run.href)}">{html}</a>' if run.href else html

    def _has_text(self) -> bool:
        return any(run.text.strip(f" \n{GAP}\u00a0") for run in self.runs)

    # Items of Word, which are paragraphs with a style

    def _item_of_word(self, node: Node) -> Item | None:
        match = MSO_LIST.search(node.style.get("mso-list", "")) if node.tag != "li" else None
        if match is None:
            return None
        name, level = match[1], int(match[2])
        marker = next((each for each in elements(node) if each.style.get("mso-list", "").lower() == "ignore"), None)
        if marker is None:
            label = Label(self.document.formats.get((name, level), ""))
        else:
            label = label_of(text_of(marker).replace("\u00a0", " "), self.labels.get(level))
        self.labels = {each: kept for each, kept in self.labels.items() if each < level} | {level: label}
        item = Item(level, label)
        self.found.append(item)
        self.changes["lists"] += 1
        return item


def _quoted(html: str, *, quoted: bool) -> str:
    return f"<blockquote>{html}</blockquote>" if quoted else html
