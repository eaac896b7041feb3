"""What axe finds on a page, with every rule that tells of a barrier and not only those that are on by themselves."""

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
OPTIONS: Final = {"resultTypes": ["violations"], "rules": {rule: {"enabled": True} for rule in SWITCHED_ON}}
OF_THE_LOOK: Final = {
    "resultTypes": ["violations"],
    "runOnly": ["color-contrast", "target-size", "link-in-text-block"],
}


def findings(page: Page, options: dict[str, Any] = OPTIONS, within: str | None = None) -> list[str]:
    """Return a line for each element with which something is wrong."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("([within, options]) => axe.run(within || document, options)", [within, options])
    return [
        f"{each['id']}: {' '.join(str(part) for part in node['target'])} {node['html'][:120]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]
