"""The title element has at most 70 characters; headings keep the whole text."""

import re
from html import unescape

import pytest
from django.test import Client

from tests import factories as make
from website.sharing import short_title

LONG = "Erklärung der Außenministerinnen und Außenminister zur Lage in Libyen & zum Schutz der Zivilbevölkerung"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("Meetings", "", "", "Office"), "Meetings · Office"),
        (("Meetings", "Page 2", "", "Office"), "Meetings · Page 2 · Office"),
        (("On Libya", "", "Statements", "Office"), "On Libya · Statements · Office"),
        (("x" * 50, "", "Statements", "Office"), f"{'x' * 50} · Office"),
        (("x" * 70, "", "Statements", "Office"), "x" * 70),
        (("word " * 14 + "words", "", "Statements", "Office"), "word " * 12 + "word …"),
        (("word " * 20, "Page 12", "", "Office"), "word " * 10 + "word … · Page 12"),
        (("x" * 71, "", "", "Office"), f"{'x' * 69}…"),
    ],
)
def test_what_does_not_fit_is_left_out_from_the_end(parts: tuple[str, str, str, str], expected: str) -> None:
    assert short_title(*parts) == expected
    assert len(expected) <= 70


@pytest.mark.django_db
def test_a_long_statement_is_cut_in_its_title_alone(client: Client) -> None:
    statement = make.make_statement(languages=[])
    make.make_edition(statement, language="de", title=LONG)

    text = client.get(f"/de/statements/{statement.slug}/").text

    title = unescape(re.findall("<title>(.*)</title>", text)[0])
    assert title == "Erklärung der Außenministerinnen und Außenminister zur Lage in …"
    assert len(title) <= 70
    assert re.findall(r"<h1[^>]*>([^<]*)</h1>", text) == [LONG.replace("&", "&amp;")]
    assert f'<meta property="og:title" content="{LONG.replace("&", "&amp;")}">' in text
