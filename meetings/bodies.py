"""From a stored body to what is shown: links resolved, photos set in, paragraphs numbered.

- a link to `/id/<public id>` leads to where that is now; what is not public at the moment is plain text;
- a paragraph that holds only a link to a photo is shown as that photo, with caption, credit and large view;
- where paragraphs are numbered, each of the text's own paragraphs (none in a list, table or quotation)
  carries its number as a link to itself.

What may stand in a body at all says publishing/markup.py.
"""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from meetings.reads.targets import Target, targets
from publishing.markup import ALLOWED, Element, external_address, internal_id, linked_ids, lone_link, parse


def shown(body: str, *, at: datetime, numbered: bool = False) -> SafeString:
    """Return the body as readers see it at the moment. Two queries at most, however many links it has."""
    root = parse(body)
    return _Printer(targets(linked_ids(root), at), numbered=numbered).body(root)


class _Printer:
    """Writes the tree down as HTML, with what the links lead to."""

    def __init__(self, found: dict[str, Target], *, numbered: bool) -> None:
        self.found = found
        self.numbered = numbered
        self.number = 0

    def body(self, root: Element) -> SafeString:
        return mark_safe("".join(self._child(child, own=True) for child in root.children))  # noqa: S308 all of it escaped below

    def _child(self, child: Element | str, *, own: bool = False) -> str:
        if isinstance(child, str):
            return escape(child)
        match child.tag:
            case "p":
                return self._paragraph(child, own=own)
            case "a":
                return self._link(child)
            case "table":
                label = _("Table")
                inner = self._plain(child)
                return (
                    f'<div class="wide" role="region" tabindex="0" aria-label="{escape(label)}">{inner}</div>'
                )
            case "br":
                return "<br>"
            case "tr":
                return self._row(child)
            case _:
                return self._plain(child)

    def _inner(self, element: Element) -> str:
        return "".join(self._child(child) for child in element.children)

    def _plain(self, element: Element, besides: str = "") -> str:
        kept = besides + "".join(
            format_html(' {}="{}"', name, value)
            for name in ALLOWED[element.tag]
            if (value := element.attributes.get(name, "")).isdecimal() and value.isascii()
        )
        return f"<{element.tag}{kept}>{self._inner(element)}</{element.tag}>"

    def _row(self, row: Element) -> str:
        """Say of what its headings are: of columns in a row that has nothing else, else of this row."""
        cells = [child for child in row.children if isinstance(child, Element)]
        scope = "col" if all(cell.tag == "th" for cell in cells) else "row"
        inner = (
            self._plain(child, f' scope="{scope}"')
            if isinstance(child, Element) and child.tag == "th"
            else self._child(child)
            for child in row.children
        )
        return f"<tr>{''.join(inner)}</tr>"

    def _paragraph(self, element: Element, *, own: bool) -> str:
        target = self.found.get(lone_link(element))
        if target and target.photo:
            return render_to_string(
                "partials/_figure.html", {"photo": target.photo, "url": target.url}
            ).strip()
        if not (own and self.numbered):
            return self._plain(element)
        self.number += 1
        label = _("Paragraph %(number)s") % {"number": self.number}
        return format_html(
            '<p id="p{number}"><a class="number" href="#p{number}" aria-label="{label}">{number}</a> {inner}</p>',
            number=self.number,
            label=label,
            inner=mark_safe(self._inner(element)),  # noqa: S308 escaped child by child
        )

    def _link(self, element: Element) -> str:
        url = self._url(element)
        inner = self._inner(element)
        return f'<a href="{escape(url)}">{inner}</a>' if url else inner

    def _url(self, element: Element) -> str:
        if public_id := internal_id(element):
            target = self.found.get(public_id)
            return target.url if target else ""
        return external_address(element)
