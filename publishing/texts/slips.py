"""Finds likely mistakes in a text before publication; they are no obstacles."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from ipaddress import ip_address
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing.texts.footnotes import body_of, noted, numbers_of, referred
from publishing.texts.markup import Element, elements, text_of
from publishing.texts.paste.lists import BULLETS

BLOCKS: Final = frozenset({"p", "h2", "h3", "li", "td", "th", "blockquote"})
HOLDS_BLOCKS: Final = frozenset({"ul", "ol", "table", "blockquote", "p", "h2", "h3"})


class Paragraph(NamedTuple):
    """A paragraph, heading, item or cell, counted from 1; `inside` is its outer tag."""

    number: int
    element: Element
    inside: str = ""

    @property
    def text(self) -> str:
        return text_of(self.element)


class Finding(NamedTuple):
    """A problem and its paragraphs; `found` are the words that cause it, if any."""

    sentence: str | Promise
    paragraphs: list[Paragraph]
    found: list[str]


class Text(NamedTuple):
    """A text of a row: parsed, with the language that is declared."""

    root: Element
    language: str
    typed_numbers: bool = False  # whether numbers that are typed belong to it


DEAD_REFERENCE: Final = re.compile(r"\[(?:\d{1,3}|[ivx]{1,4}|\*)\]")
RAISED_NUMBER: Final = re.compile(r"\d{1,3}")
TYPED_BULLET: Final = re.compile(rf"\s*(?:[{BULLETS}]|[-–—*o](?=\s))")
TYPED_NUMBER: Final = re.compile(r"\s*\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s")
REPEATED_BLANKS: Final = re.compile(r"[ \u00a0\u202f\t]{2,}")
PLACEHOLDER: Final = re.compile(
    r"\b(?:X{2,4}|x{2,4}|TB[ACD]|tb[acd]|t\.b\.[acd]\.|TODO|FIXME|N\.\s?N\.|lorem ipsum)(?!\w)|\?{2,}|_{3,}|\.{5,}"
    r"|\[(?:name|date|place|Name|Datum|Ort|nom|lieu)\]"
)
COMMENT_MARK: Final = re.compile(r"\[[A-Z]{1,4}\d{1,3}\]")
PRIVATE_HOSTS: Final = re.compile(
    r"(?:.*\.)?(?:localhost|local|internal|intranet|corp|lan|home|test|invalid)|(?:mail|webmail|owa|intranet|sharepoint)\..*"
    r"|.*\.safelinks\.protection\.outlook\.com|.*-my\.sharepoint\.com|outlook\.office(?:365)?\.com"
)
OWN_PRIVATE_PATHS: Final = re.compile(r"https?://[^/]+/(?:admin|preview)/")
QUOTES: Final[dict[str, re.Pattern[str]]] = {
    "“…”": re.compile(r"(?:(?<=[\s(\[])|\A)“(?=\S)|(?<=[\w.,!?])”"),
    "„…“": re.compile("„"),
    "«…»": re.compile(r"(?:(?<=[\s(\[])|\A)«"),
    "»…«": re.compile(r"(?:(?<=[\s(\[])|\A)»(?=\w)"),
    '"…"': re.compile('"'),
}
SHORT_WORDS: Final = {
    "en": "the of and to in that is for on with by as are we our this have has be from which will their it",
    "de": "der die das und in den von zu mit für auf des im ein eine ist dem nicht sich wir werden als auch haben",
    "fr": "le la les de des et en du un une que dans pour est sur au par qui nous avec sont ce cette aux",
}
STOP_WORDS: Final = {code: frozenset(words.split()) for code, words in SHORT_WORDS.items()}
FEWEST_WORDS: Final = 4  # of another language, before it is named
TIMES: Final = 3  # as many of another language as of the declared one


TYPED: Final = _("A number is typed as text: make it a list, or choose the numbers in the text itself.")


def findings(text: Text) -> list[Finding]:
    """Return what looks like a slip in the text, each kind once with all its places."""
    paragraphs = list(paragraphs_of(text.root))
    found = [Finding(sentence, *_matches(paragraphs, find)) for sentence, find in CHECKS]
    if not text.typed_numbers:
        found.append(Finding(TYPED, *_matches(paragraphs, _typed_number)))
    found += [*_footnotes(text.root, paragraphs), _quotes(paragraphs), _language(paragraphs, text.language)]
    return [each for each in found if each.paragraphs]


def paragraphs_of(root: Element, inside: str = "") -> Iterator[Paragraph]:
    """Yield the paragraphs of a text in order, numbered by position."""
    for number, (element, container) in enumerate(_leaves(root, inside), start=1):
        yield Paragraph(number, element, container)


def _leaves(element: Element, inside: str) -> Iterator[tuple[Element, str]]:
    loose = [child for child in element.children if isinstance(child, str) and child.strip()]
    if not element.tag and loose:
        yield Element("p", children=[*loose]), inside
    for child in element.children:
        if not isinstance(child, Element):
            continue
        holds = any(each.tag in HOLDS_BLOCKS for each in child.children if isinstance(each, Element))
        if child.tag in BLOCKS and not holds:
            yield child, inside
        else:
            yield from _leaves(child, child.tag if child.tag in HOLDS_BLOCKS else inside)


def _matches(
    paragraphs: Sequence[Paragraph], find: Callable[[Paragraph], Iterator[str]]
) -> tuple[list[Paragraph], list[str]]:
    pairs = [(each, words) for each in paragraphs if (words := [*find(each)])]
    return [each for each, _words in pairs], [word for _each, words in pairs for word in words if word]


def _pattern(pattern: re.Pattern[str]) -> Callable[[Paragraph], Iterator[str]]:
    def find(paragraph: Paragraph) -> Iterator[str]:
        yield from (match.group().strip() for match in pattern.finditer(paragraph.text))

    return find


def _raised_number(paragraph: Paragraph) -> Iterator[str]:
    """Yield the raised numbers behind a word, unless the word is a unit."""
    before = ""
    for child in paragraph.element.children:
        if isinstance(child, Element) and child.tag == "sup":
            number = text_of(child).strip()
            if RAISED_NUMBER.fullmatch(number) and re.search(r"[^\W\d]{3,}[.,;:”“»]?\Z", before):
                yield number
        before = child if isinstance(child, str) else text_of(child)


def _typed_bullet(paragraph: Paragraph) -> Iterator[str]:
    match = TYPED_BULLET.match(paragraph.text) if paragraph.element.tag in ("p", "li") else None
    if match:
        yield match.group().strip()


def _typed_number(paragraph: Paragraph) -> Iterator[str]:
    match = TYPED_NUMBER.match(paragraph.text) if paragraph.element.tag in ("p", "li") else None
    if match and not noted(paragraph.element):
        yield match.group().strip()


def _empty(paragraph: Paragraph) -> Iterator[str]:
    is_cell = paragraph.element.tag in ("td", "th") or paragraph.inside == "table"
    if not is_cell and not paragraph.text.strip():
        yield ""


def _private_link(paragraph: Paragraph) -> Iterator[str]:
    links = (each.attributes.get("href", "") for each in elements(paragraph.element) if each.tag == "a")
    yield from (href for href in links if is_private(href))


def is_private(href: str) -> bool:
    """Whether an address leads to where visitors of the site cannot go."""
    try:
        parts = urlsplit(href.strip())
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return True
    if parts.scheme not in ("http", "https"):
        return parts.scheme == "file"
    try:
        return not ip_address(host).is_global
    except ValueError:
        pass
    return "." not in host or bool(PRIVATE_HOSTS.fullmatch(host)) or bool(OWN_PRIVATE_PATHS.match(href))


def _footnotes(root: Element, paragraphs: Sequence[Paragraph]) -> Iterator[Finding]:
    whole = numbers_of(root)
    lost = [each for each in paragraphs if _refers_to_nothing(each.element, whole)]
    yield Finding(_("A reference leads to a footnote that does not exist."), lost, [])
    notes = [each for each in paragraphs if noted(each.element)]
    unused = [each for each in notes if noted(each.element) not in whole]
    yield Finding(_("No reference in the text leads to this footnote."), unused, [])
    empty = [each for each in notes if not text_of(body_of(each.element)).strip()]
    yield Finding(_("A footnote has no text."), empty, [])


def _refers_to_nothing(element: Element, whole: dict[str, int]) -> bool:
    return any(key not in whole for each in elements(element) if (key := referred(each)))


def _quotes(paragraphs: Sequence[Paragraph]) -> Finding:
    """Find the paragraphs whose quotation marks are of another kind than most."""
    kinds = {each.number: {name for name, mark in QUOTES.items() if mark.search(each.text)} for each in paragraphs}
    counted = Counter(name for names in kinds.values() for name in names)
    usual = counted.most_common(1)[0][0] if len(counted) > 1 else ""
    other = [each for each in paragraphs if usual and kinds[each.number] - {usual}]
    return Finding(_("Different quotation marks are used in this text."), other, [*counted])


def _language(paragraphs: Sequence[Paragraph], declared: str) -> Finding:
    """Find the paragraphs whose short words are those of another language."""
    own = declared.partition("-")[0]
    found = [each for each in paragraphs if own in STOP_WORDS and _is_in_another(each.text, own)]
    return Finding(_("This seems to be in another language than the text."), found, [])


def _is_in_another(text: str, own: str) -> bool:
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    counted = {code: sum(words[word] for word in known) for code, known in STOP_WORDS.items()}
    most = max(count for code, count in counted.items() if code != own)
    return most >= FEWEST_WORDS and most >= TIMES * counted[own]


CHECKS: Final[tuple[tuple[str | Promise, Callable[[Paragraph], Iterator[str]]], ...]] = (
    (_("A footnote’s number is typed as text: add a footnote instead."), _pattern(DEAD_REFERENCE)),
    (_("A raised number leads to no footnote."), _raised_number),
    (_("A bullet is typed as text: make it a list."), _typed_bullet),
    (_("A paragraph is empty."), _empty),
    (_("Several spaces follow each other."), _pattern(REPEATED_BLANKS)),
    (_("A placeholder is left in the text."), _pattern(PLACEHOLDER)),
    (_("A comment mark is left in the text."), _pattern(COMMENT_MARK)),
    (_("A link leads to a web address that visitors cannot open."), _private_link),
)
