"""Bodies on a page: safe, with resolved links and numbered paragraphs."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from meetings.models import ParagraphNumbers
from publishing.texts.markup import ALLOWED, parse
from tests import factories as make
from website.bodies import Heading, contents, shown

REGION = 'role="region" tabindex="0" aria-label="Table"'
AT = datetime(2026, 1, 1, tzinfo=UTC)


def show(body: str, **options: Any) -> Any:
    with override("en"):
        return shown(parse(body), at=AT, **{"language": "en"} | options)


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ("<p>Plain.</p>", "<p>Plain.</p>"),
        ("<p>Fish &amp; chips &lt;b&gt;</p>", "<p>Fish &amp; chips &lt;b&gt;</p>"),
        ("<p>5 < 6</p>", "<p>5 &lt; 6</p>"),
        ("<p>Unclosed <em>words", "<p>Unclosed <em>words</em></p>"),
        ("<p>One<p>Two", "<p>One</p><p>Two</p>"),
        ("<ul><li>One<li>Two</ul>", "<ul><li>One</li><li>Two</li></ul>"),
        ("<ul><li>One<ul><li>Deep</li></ul></li></ul>", "<ul><li>One<ul><li>Deep</li></ul></li></ul>"),
        ("<p>One<h2>Head</h2>", "<p>One</p><h2>Head</h2>"),
        ("<p>Crossed <strong><em>tags</strong></em></p>", "<p>Crossed <strong><em>tags</em></strong></p>"),
        ("</p></div>Loose", "Loose"),
        ("<p>Line<br/>break</p>", "<p>Line<br>break</p>"),
        ('<ol start="3"><li>x</li></ol>', '<ol start="3"><li>x</li></ol>'),
        ('<ol start="3 onclick=x"><li>x</li></ol>', "<ol><li>x</li></ol>"),
        ("<!-- note --><p>Seen</p>", "<p>Seen</p>"),
        ("<P CLASS=x STYLE=y ID=z>Loud</P>", "<p>Loud</p>"),
        ("<div><p>Within</p></div>", "<p>Within</p>"),
    ],
)
def test_a_body_comes_out_well_formed_with_nothing_but_what_is_allowed(stored: str, expected: str) -> None:
    assert show(stored) == expected


def test_the_headings_of_a_table_say_whether_they_are_of_a_column_or_of_a_row() -> None:
    table = "<table><tr><th>Year</th><th>Sum</th></tr><tr><th>2010</th><td>7</td></tr></table>"

    assert show(table) == (
        f'<div class="wide" {REGION}><table><tr><th scope="col">Year</th><th scope="col">Sum</th></tr>'
        '<tr><th scope="row">2010</th><td>7</td></tr></table></div>'
    )


@pytest.mark.parametrize(
    ("hostile", "expected"),
    [
        ("<script>alert(1)</script><p>Text</p>", "<p>Text</p>"),
        ("<p>Text</p><script>alert(1)", "<p>Text</p>"),
        ("<style>p{}</style>", ""),
        ("<svg><script>alert(1)</script></svg><p>Text</p>", "<p>Text</p>"),
        ('<img src=x onerror="alert(1)"><p onclick="alert(1)">Text</p>', "<p>Text</p>"),
        ('<p><a href="javascript:alert(1)">Go</a></p>', "<p>Go</p>"),
        ('<p><a href=" JaVaScRiPt:alert(1)">Go</a></p>', "<p>Go</p>"),
        ('<p><a href="java&#10;script:alert(1)">Go</a></p>', "<p>Go</p>"),
        ('<p><a href="data:text/html,x">Go</a></p>', "<p>Go</p>"),
        ('<p><a href="//evil.example/">Go</a></p>', "<p>Go</p>"),
        ('<p><a href="http://[">Go</a></p>', "<p>Go</p>"),
        (
            '<p><a href="https://x.example/?a=1&b=%22&quot;">Go</a></p>',
            '<p><a href="https://x.example/?a=1&amp;b=%22&quot;">Go</a></p>',
        ),
        (
            '<p><a href="https://x.example/" target="_blank" style="x">Go</a></p>',
            '<p><a href="https://x.example/">Go</a></p>',
        ),
        ("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        (
            "<table><tr><td colspan=2 onmouseover=x>1",
            f'<div class="wide" {REGION}><table><tr><td colspan="2">1</td></tr></table></div>',
        ),
    ],
)
def test_nothing_hostile_survives(hostile: str, expected: str) -> None:
    assert show(hostile) == expected


class Reader(HTMLParser):
    """A parser that collects tags and attributes and checks that tags are balanced."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: Any, attrs: Any) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: Any) -> None:
        assert self.open.pop() == tag


PIECES = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<ul>",
            "<li>",
            "</ul>",
            "<a/href='javascript:x'>",
            "</a>",
            "<script>",
            "</script>",
            "<b",
            ">",
            "<table>",
            "<tr>",
            "<td>",
            "</table>",
            "<svg/onload=x>",
            "&lt;",
            "&#60;",
            '"',
            "<!--",
            "-->",
            "<em>",
            "</em>",
        ]
    )
    | st.text(max_size=8)
).map("".join)


@given(body=PIECES)
def test_whatever_is_stored_comes_out_balanced_and_allowed(body: str) -> None:
    reader = Reader()
    reader.feed(show(body))
    reader.close()

    assert reader.open == []
    assert reader.tags <= {*ALLOWED, "div"}
    assert reader.attributes <= {
        "href",
        "start",
        "colspan",
        "rowspan",
        "class",
        "role",
        "tabindex",
        "aria-label",
    }


def test_a_very_deep_body_is_shown_all_the_same() -> None:
    assert show("<blockquote>" * 3000 + "deep").count("deep") == 1


def test_paragraphs_of_the_text_itself_are_numbered_and_no_others() -> None:
    body = "<p>One</p><h2>Head</h2><blockquote><p>Quoted</p></blockquote><ul><li><p>Item</p></li></ul><p>Two</p>"

    html = show(body, numbers=ParagraphNumbers.ALL)

    assert re.findall(r'<p id="(p\d+)"><a class="number" href="#p\d+" aria-label="Paragraph (\d+)">', html) == [
        ("p1", "1"),
        ("p2", "2"),
    ]
    assert '<p id="p2"><a class="number" href="#p2" aria-label="Paragraph 2">2</a> Two</p>' in html
    assert "<p>Quoted</p>" in html


def test_an_empty_paragraph_has_no_number() -> None:
    html = show("<p>One</p><p></p><p> <br></p><p>Two</p>", numbers=ParagraphNumbers.ALL)

    assert re.findall(r'<p id="(p\d+)">', html) == ["p1", "p2"]
    assert html.endswith("Two</p>")


def test_numbers_that_a_text_has_itself_become_links_and_are_not_counted_twice() -> None:
    body = (
        "<p>We met.</p><p><strong>1.</strong> First</p><p>12) Twelfth <em>now</em></p><p>2011 was good.</p><p></p>"
        '<ol start="13"><li><p>Thirteenth</p></li></ol><ol type="a"><li><p>Letter</p></li></ol><p>1. Again</p>'
    )

    assert show(body, numbers=ParagraphNumbers.OWN) == (
        "<p>We met.</p>"
        '<p id="p1"><a class="number" href="#p1" aria-label="Paragraph 1">1.</a> First</p>'
        '<p id="p12"><a class="number" href="#p12" aria-label="Paragraph 12">12)</a> Twelfth <em>now</em></p>'
        "<p>2011 was good.</p><p></p>"
        '<ol class="own"><li id="p13"><a class="number" href="#p13" aria-label="Paragraph 13">13.</a> Thirteenth'
        "</li></ol>"
        '<ol type="a"><li><p>Letter</p></li></ol>'
        "<p>1. Again</p>"
    )


def test_a_list_with_letters_keeps_them_and_no_other_type() -> None:
    assert show('<ol type="a" start="2"><li>b</li></ol>') == '<ol start="2" type="a"><li>b</li></ol>'
    assert show('<ol type="1" start="1"><li>x</li></ol>') == "<ol><li>x</li></ol>"
    assert show('<ol type="x onclick=y"><li>x</li></ol>') == "<ol><li>x</li></ol>"


NOTES = (
    '<p>One<a href="#fn-2">7</a> two<a href="#fn-1">1</a>, again<a href="#fn-2">7</a>.</p>'
    '<p><a href="#fnref-1">1</a> Late <em>note</em></p><p>Three</p><p><a href="#fnref-2">7</a> Early note</p>'
)


def test_footnotes_stand_below_the_text_in_the_order_of_their_references_and_are_linked_both_ways() -> None:
    assert show(NOTES, numbers=ParagraphNumbers.ALL) == (
        '<p id="p1"><a class="number" href="#p1" aria-label="Paragraph 1">1</a> '
        'One<sup id="fnref-1"><a href="#fn-1" aria-label="Footnote 1">1</a></sup>'
        ' two<sup id="fnref-2"><a href="#fn-2" aria-label="Footnote 2">2</a></sup>,'
        ' again<sup><a href="#fn-1" aria-label="Footnote 1">1</a></sup>.</p>'
        '<p id="p2"><a class="number" href="#p2" aria-label="Paragraph 2">2</a> Three</p>'
        '<div class="footnotes" role="group" aria-label="Footnotes">'
        '<p id="fn-1"><a href="#fnref-1" aria-label="Back to footnote 1 in the text">1</a> <span>Early note</span></p>'
        '<p id="fn-2"><a href="#fnref-2" aria-label="Back to footnote 2 in the text">2</a>'
        " <span>Late <em>note</em></span></p></div>"
    )


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ('<p>One<a href="#fn-1">1</a></p>', "<p>One1</p>"),
        ('<p>One</p><p><a href="#fnref-1">1</a> Alone</p>', "<p>One</p><p>1 Alone</p>"),
        ('<p>One<a href="#fn-1%22onclick">1</a></p>', "<p>One1</p>"),
    ],
    ids=["no note", "no reference", "no key"],
)
def test_half_of_a_footnote_is_plain_text(stored: str, expected: str) -> None:
    assert show(stored) == expected


def test_the_contents_of_a_text_leave_the_numbers_of_footnotes_out() -> None:
    body = f'<h2>A<a href="#fn-1">1</a></h2><h2>B</h2><h2>C</h2><p>{"x" * 2500}</p><p><a href="#fnref-1">1</a> Note</p>'

    assert [heading.text for heading in contents(parse(body))] == ["A", "B", "C"]


@pytest.mark.django_db
def test_an_internal_link_leads_to_where_its_target_is_now() -> None:
    session = make.make_session()
    topic = make.make_topic()

    html = show(f'<p><a href="/id/{session.public_id}">the session</a>, <a href="/id/{topic.public_id}">it</a></p>')

    assert html == (
        f'<p><a href="/en/meetings/{session.meeting.slug}/{session.slug}/">the session</a>,'
        f' <a href="/en/topics/{topic.slug}/">it</a></p>'
    )


@pytest.mark.django_db
def test_a_link_to_what_is_not_public_is_plain_text() -> None:
    draft = make.make_topic(state="draft", publish_at=None)
    later = make.make_meeting(publish_at=datetime(2030, 1, 1, tzinfo=UTC))

    html = show(f'<p><a href="/id/{draft.public_id}">draft</a> <a href="/id/{later.public_id}">later</a></p>')

    assert html == "<p>draft later</p>"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/id/", "/id/zzz", "/id/p../../admin", "/id/x23456789", "/admin/", "#top", ""])
def test_a_link_to_nothing_that_is_known_is_plain_text(address: str) -> None:
    assert show(f'<p><a href="{address}">Go</a></p>') == "<p>Go</p>"


@pytest.mark.django_db
def test_a_paragraph_that_holds_only_a_link_to_a_photo_becomes_the_photo() -> None:
    photo = make.make_photo(caption_en="Two <ministers>", credit="Agency & Co")

    html = show(f'<p> <a href="/id/{photo.public_id}">large view</a> </p><p>After</p>', numbers=ParagraphNumbers.ALL)

    assert html.startswith('<figure lang="en">')
    assert f'<a href="/en/galleries/{photo.gallery.slug}/{photo.public_id}/"' in html
    assert "Two &lt;ministers&gt;" in html and "Agency &amp; Co" in html
    assert '<p id="p1"><a class="number" href="#p1" aria-label="Paragraph 1">1</a> After</p>' in html


@pytest.mark.django_db
def test_a_link_to_a_photo_among_words_stays_a_link() -> None:
    photo = make.make_photo()

    html = show(f'<p>See <a href="/id/{photo.public_id}">the photo</a>.</p>')

    assert html == f'<p>See <a href="/en/galleries/{photo.gallery.slug}/{photo.public_id}/">the photo</a>.</p>'


@pytest.mark.django_db
def test_a_photo_that_is_not_public_is_not_shown() -> None:
    photo = make.make_photo(release="held_back", caption_en="Secret handshake")

    assert show(f'<p><a href="/id/{photo.public_id}">Large view</a></p>') == "<p>Large view</p>"


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 10])
def test_links_are_resolved_in_two_queries(django_assert_num_queries: Any, number: int) -> None:
    gallery = make.make_gallery(photos=number)
    targets: list[Any] = [
        *gallery.photos.all(),
        *(make.make_topic() for _ in range(number)),
        make.make_outcome(),
    ]
    targets += [
        make.make_statement(),
        make.make_article(),
        make.make_partner(),
        make.make_format(),
        make.make_page(),
    ]
    targets += [target.editions.first() for target in targets if hasattr(target, "editions")]
    body = "".join(f'<p><a href="/id/{target.public_id}">it</a></p>' for target in targets)

    with django_assert_num_queries(2):
        html = show(body)

    assert html.count("<figure") == number
    assert "<p>it</p>" not in html


LONG = (
    "<h2>One</h2><p>{}</p><h2>Two <em>and</em> &lt;half&gt;</h2>"
    "<blockquote><h2>Not mine</h2></blockquote><h2>Three</h2>"
)


def test_a_long_text_has_contents_that_lead_to_its_own_headings() -> None:
    body = LONG.format("word " * 600)

    assert contents(parse(body)) == [Heading("One", "h1"), Heading("Two and <half>", "h2"), Heading("Three", "h3")]
    assert re.findall(r"<h2.*?</h2>", show(body)) == [
        '<h2 id="h1">One</h2>',
        '<h2 id="h2">Two <em>and</em> &lt;half&gt;</h2>',
        "<h2>Not mine</h2>",
        '<h2 id="h3">Three</h2>',
    ]


@pytest.mark.parametrize("body", [LONG.format("word"), "<h2>One</h2><h2>Two</h2>" + "<p>word</p>" * 600])
def test_a_short_text_and_one_with_few_headings_have_none(body: str) -> None:
    assert contents(parse(body)) == []
    assert "id=" not in show(body)
