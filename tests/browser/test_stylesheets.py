"""A browser understands every rule of our stylesheets and leaves none out."""

import re
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from playwright.sync_api import Page

SHEETS: Final = sorted(Path(settings.BASE_DIR, "static", "css").glob("*.css"))
NO_RULE: Final = re.compile(r"/\*.*?\*/|\"[^\"]*\"", re.DOTALL)  # comments and strings
COUNT: Final = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const count = (rules) => [...rules].reduce((found, each) => found + 1 + count(each.cssRules ?? []), 0);
  return count(sheet.cssRules);
}"""


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_no_rule_is_left_out(page: Page, path: Path) -> None:
    css = path.read_text()

    assert page.evaluate(COUNT, css) == NO_RULE.sub("", css).count("{")
