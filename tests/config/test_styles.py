"""Stylesheets within pages, and the policy that allows exactly these."""

import base64
import hashlib
import re

import pytest
from django.test import Client

from config.styles import SHEETS, bare, style
from tests import factories as make


def test_a_stylesheet_loses_comments_line_breaks_and_needless_spaces() -> None:
    css = """/* Head. */
a::before { /* why
   so */
  content: "/* kept */" / '';
  margin: 0 calc(1px + 2px);
}
a,
b
c {
  content: "; }";
}
"""

    assert bare(css) == ("""a::before{content:"/* kept */" / '';margin:0 calc(1px + 2px)}a,b\nc{content:"; }"}""")


def test_the_files_that_a_stylesheet_names_are_found_from_within_a_page() -> None:
    assert '"/static/fonts/source-serif-4.woff2"' in style("tokens")
    assert "../" not in "".join(map(style, SHEETS))


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/", "/en/articles/", "/de/galleries/", "/en/nowhere/"])
def test_the_policy_allows_each_inline_style_by_its_hash(client: Client, path: str) -> None:
    make.make_office()
    response = client.get(path)
    styles = re.findall(r"<style>(.*?)</style>", response.content.decode(), re.DOTALL)
    allowed = response["Content-Security-Policy"].split("style-src ")[1].split(";")[0].split()

    assert styles[:2] == [style("tokens"), style("site")]
    for css in styles:
        digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in allowed
    assert len(allowed) == 1 + len(SHEETS)


@pytest.mark.django_db
@pytest.mark.parametrize("ask", ["get", "head"])
@pytest.mark.parametrize("coding", ["br", "gzip", ""])
def test_who_has_the_page_already_keeps_the_policy_that_came_with_it(client: Client, ask: str, coding: str) -> None:
    make.make_office()
    headers = {"accept-encoding": coding}
    first = client.get("/en/", headers=headers)
    again = getattr(client, ask)("/en/", headers=headers | {"if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert again.get("Content-Security-Policy", first["Content-Security-Policy"]) == first["Content-Security-Policy"]


def test_one_that_no_policy_allows_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="admin is none of the stylesheets of public pages"):
        style("admin")
