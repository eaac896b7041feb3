"""Warnings of a text before it becomes public: each kind of slip, with its place."""

from typing import Any

import pytest
from django.utils.translation import override

from publishing.texts.markup import parse
from publishing.texts.slips import Text, findings, is_private


def found(body: str, language: str = "en", **options: Any) -> list[tuple[str, list[int]]]:
    """Return what was found with the numbers of the paragraphs."""
    with override("en"):
        return [
            (str(each.sentence), [paragraph.number for paragraph in each.paragraphs])
            for each in findings(Text(parse(body), language, **options))
        ]


RIGHT = (
    "<h2>Statement</h2><p>We, the Ministers, met in Berlin on 15 April 2011 “as agreed”, at 5\u00a0km<sup>2</sup>.</p>"
    '<ul><li><p>One <a href="https://example.org/a">link</a></p></li></ul><p>The text<a href="#fn-1">1</a>.</p>'
    "<table><tbody><tr><th><p></p></th><td><p>x</p></td></tr></tbody></table>"
    '<p><a href="#fnref-1">1</a> A note.</p>'
)


def test_a_text_that_is_right_gives_no_warning() -> None:
    assert found(RIGHT) == []
    assert found("") == []


@pytest.mark.parametrize(
    ("body", "sentence", "places"),
    [
        (
            "<p>Right.</p><p>See the note[1].</p>",
            "A footnote’s number is typed as text: add a footnote instead.",
            [2],
        ),
        ("<p>Agreed.<sup>1</sup></p>", "A raised number leads to no footnote.", [1]),
        ("<p>x</p><p>· First</p><p>- second</p>", "A bullet is typed as text: make it a list.", [2, 3]),
        (
            "<p>1. First</p><ul><li><p>(a) second</p></li></ul>",
            "A number is typed as text: make it a list, or choose the numbers in the text itself.",
            [1, 2],
        ),
        ("<p>x</p><p></p><p> <br></p>", "A paragraph is empty.", [2, 3]),
        ("<p>Two  blanks</p>", "Several spaces follow each other.", [1]),
        ("<p>Two \u00a0blanks</p>", "Several spaces follow each other.", [1]),
        ("<p>On XX April</p><p>tbc</p><p>Prof. N. N.</p>", "A placeholder is left in the text.", [1, 2, 3]),
        ("<p>Agreed [AB1] so</p>", "A comment mark is left in the text.", [1]),
        (
            '<p><a href="http://intranet/x">x</a> <a href="https://example.org">y</a></p>',
            "A link leads to a web address that visitors cannot open.",
            [1],
        ),
        ('<p>“One”</p><p>“Two”</p><p>"Three"</p>', "Different quotation marks are used in this text.", [3]),
        ("<p>„Eins“</p><p>„Zwei“</p><p>“Three”</p>", "Different quotation marks are used in this text.", [3]),
        (
            "<p>We are glad.</p><p>Die Minister sind in der Stadt und haben sich auf den Text geeinigt.</p>",
            "This seems to be in another language than the text.",
            [2],
        ),
        ('<p>One<a href="#fn-1">1</a></p>', "A reference leads to a footnote that does not exist.", [1]),
        ('<p>One</p><p><a href="#fnref-1">1</a> x</p>', "No reference in the text leads to this footnote.", [2]),
        ('<p>One<a href="#fn-1">1</a></p><p><a href="#fnref-1">1</a></p>', "A footnote has no text.", [2]),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_its_places(body: str, sentence: str, places: list[int]) -> None:
    assert found(body) == [(sentence, places)]


def test_all_slips_of_a_kind_in_one_paragraph_are_found() -> None:
    root = parse('<p>On XX April, tbc, <a href="http://intranet/x">x</a> <a href="http://10.0.0.1/y">y</a></p>')
    assert [each.found for each in findings(Text(root, "en"))] == [
        ["XX", "tbc"],
        ["http://intranet/x", "http://10.0.0.1/y"],
    ]


def test_numbers_that_belong_to_the_text_are_no_slip() -> None:
    assert found("<p>1. First</p>", typed_numbers=True) == []


@pytest.mark.parametrize("language", ["fr", "fr-CA", "it", "de-x-ls"])
def test_a_text_in_the_declared_language_or_in_one_that_is_not_known_gives_no_warning(language: str) -> None:
    texts = {
        "fr": "Les ministres se sont mis en accord sur la situation dans la ville et les suites du texte.",
        "it": "I ministri si sono incontrati nella città e hanno deciso di lavorare insieme per la pace.",
        "de": "Die Minister sind in der Stadt und haben sich auf den Text mit der Lage geeinigt.",
    }

    assert found(f"<p>{texts[language[:2]]}</p>", language) == []


@pytest.mark.parametrize(
    "address",
    ["http://localhost:8000/", "http://10.0.0.5/x", "http://192.168.1.2", "http://server/x", "https://files.local/",
     "file:///C:/x.docx", "https://eur01.safelinks.protection.outlook.com/?url=x", "https://x-my.sharepoint.com/a",
     "https://plenary.example/admin/meetings/", "https://plenary.example/preview/abc/en/", "http://[::1]/", "http://[x"],
)  # fmt: skip
def test_an_address_that_visitors_cannot_open_is_private(address: str) -> None:
    assert is_private(address)


@pytest.mark.parametrize(
    "address", ["https://www.nato.int/x", "mailto:press@example.org", "/id/m2345678", "http://93.184.216.34/"]
)
def test_an_address_that_visitors_can_open_is_not_private(address: str) -> None:
    assert not is_private(address)
