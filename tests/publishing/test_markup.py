"""What a body links to, as the pages and the checks before publication ask it."""

import pytest

from publishing.texts.markup import linked_ids, parse, pictured_ids

LINKS = (
    '<p>See <a href="/id/t23456789">the topic</a> and <a href="https://x.example/">elsewhere</a>.</p>'
    '<p> <a href="/id/p23456789/">Large view</a><br></p>'
    '<ul><li><p><a href="/id/p98765432">In a list</a></p></li></ul>'
    '<p><a href="/id/t23456789">The topic again</a></p>'
)


def test_internal_links_are_listed_once_each_in_the_order_of_the_text() -> None:
    assert linked_ids(parse(LINKS)) == ["t23456789", "p23456789", "p98765432"]


def test_paragraphs_that_hold_only_a_link_are_listed_by_it() -> None:
    assert pictured_ids(parse(LINKS)) == ["p23456789", "p98765432", "t23456789"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>Words</p>",
        '<p><a href="https://x.example/id/p23456789">x</a></p>',
        '<p><a href="/id/">x</a></p>',
    ],
)
def test_a_body_without_internal_links_lists_none(body: str) -> None:
    assert (linked_ids(parse(body)), pictured_ids(parse(body))) == ([], [])
