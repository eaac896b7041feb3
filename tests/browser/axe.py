"""What axe finds on a page, also by rules that are off by default."""

from collections.abc import Mapping
from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

SWITCHED_ON: Final = (
    "target-size",
    "label-content-name-mismatch",
    "td-has-header",
    "table-fake-caption",
    "p-as-heading",
)
OPTIONS: Final = {
    "resultTypes": ["violations"],
    "rules": {rule: {"enabled": True} for rule in SWITCHED_ON},
}
# What axe finds on the admin although it is Django's own: the rule, the part of the page, and why it stays.
OF_DJANGO: Final = {
    # The column of a tabular inline whose cells hold the row's name above its fields has an empty heading, and the
    # name spans the table without belonging to a column. Each field is named by the head of its column, though.
    "empty-table-header": ".original",
    "td-has-header": ".inline-group table",
    # select2 shows what was chosen in a list, and beside it a line that it means as none of its entries.
    "list": ".select2-selection__rendered",
}
# What depends on the scheme and the width.
OF_THE_LOOK: Final = {
    "resultTypes": ["violations"],
    "runOnly": ["color-contrast", "target-size", "link-in-text-block"],
}
# Axe reads the same few colours thousands of times, each time from the beginning: with this it remembers them.
KNOW_COLOURS: Final = """
(({ prototype }, known) => {
  const { parseString } = prototype;
  prototype.parseString = function (text) {
    if (known.has(text)) return Object.assign(this, known.get(text));
    const { r, g, b, alpha } = parseString.call(this, text);
    known.set(text, { r, g, b, alpha });
    return this;
  };
})(axe.commons.color.Color, new Map());
"""
FIND: Final = """async ([options, but]) => {
  const { violations } = await axe.run(document, options);
  return violations.flatMap(({ id, nodes }) => nodes
    .map((node) => document.querySelector(node.target.at(-1)))
    .filter((each) => !(id in but && each?.matches(but[id])))
    .map((each) => `${id}: ${each?.outerHTML.slice(0, 160)}`));
}"""


def findings(page: Page, options: dict[str, Any] = OPTIONS, but: Mapping[str, str] | None = None) -> list[str]:
    """Return a line for each element with a fault, except what `but` names by rule."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"{AXE_SCRIPT};{KNOW_COLOURS}")
    found: list[str] = page.evaluate(FIND, [options, but or {}])
    return found
