"""Text from word processors is cleaned: in real files, and each fault alone."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.utils.translation import override

from publishing.texts.markup import parse, text_of
from publishing.texts.paste.cleaning import cleaned
from publishing.texts.paste.words import line_of
from publishing.texts.richtext import RichTextField

PASTED = Path(__file__).parent / "pasted"
IGNORED = "<span style='mso-list:Ignore'>{}<span>&nbsp;&nbsp; </span></span>"


def html(clipboard: str, **options: int) -> str:
    return cleaned(clipboard, **options).html


def item(marker: str, text: str, level: int = 1) -> str:
    """A list paragraph as Word writes it."""
    label = IGNORED.format(marker)
    style = f"mso-list:l0 level{level} lfo1"
    return f"<p class=MsoListParagraph style='{style}'><![if !supportLists]>{label}<![endif]>{text}</p>"


def test_a_text_of_word_arrives_as_it_was_meant() -> None:
    assert html((PASTED / "word.html").read_text()) == (
        "<h2>Joint statement on Libya</h2>"
        "<p><strong>1.</strong> We, the Ministers, met in Berlin on 15 April 2011 and agreed “as follows” – see.</p>"
        "<ul><li><p>First point</p></li><li><p>Second <em>point</em></p></li></ul>"
        '<table><tbody><tr><td><p><a href="https://example.org/a">Linked cell</a></p></td>'
        '<td colspan="2"><p>Two wide</p></td></tr>'
        "<tr><td><p>a</p></td><td><p>b</p></td><td><p>c</p></td></tr></tbody></table>"
        '<p>Text after<sup>1</sup> with footnote<a href="#fn-1">1</a> and CO<sub>2</sub>, underlined, struck.</p>'
        '<p><a href="#fnref-1">1</a></p>'
    )


def test_a_text_of_libreoffice_arrives_as_it_was_meant() -> None:
    assert html((PASTED / "libreoffice.html").read_text()) == (
        "<h2>Statement of the Group</h2><h3>Regional matters</h3>"
        '<p>We, the Ministers, met<a href="#fn-1">1</a> in Berlin and deleted words agreed newly inserted on'
        " 5\u00a0km and CO<sub>2</sub>, struck, cooperation.</p>"
        "<p>A run of blanks tab.</p>"
        '<ol><li><p>One <strong>bold</strong></p><ol type="a"><li><p>Sub a</p>'
        '<ol type="i"><li><p>Roman</p></li></ol></li><li><p>Sub b</p></li></ol></li>'
        "<li><p>Two</p><p>Second paragraph of two</p></li></ol>"
        '<p>Between<a href="#fn-2">2</a>.</p><ol start="3"><li><p>Three</p></li></ol>'
        "<ul><li><p>Dot</p><ul><li><p>Dash</p></li></ul></li></ul>"
        '<table><tbody><tr><th colspan="2"><p>Head wide</p></th><th><p>Head</p></th></tr>'
        '<tr><td rowspan="2"><p>tall</p></td><td><p>b</p></td><td><p>c</p></td></tr>'
        "<tr><td><p>d</p></td><td><p>e</p></td></tr></tbody></table>"
        '<p>Last <a href="https://example.org/a">link</a>.</p>'
        '<p><a href="#fnref-1">1</a> First note with <em>stress</em>.<br>Its second paragraph.</p>'
        '<p><a href="#fnref-2">2</a> An end note.</p>'
    )


def test_a_heading_that_libreoffice_numbers_is_no_item_of_a_list() -> None:
    found = html((PASTED / "libreoffice-from-docx.html").read_text())

    assert found.startswith("<h2>Statement of the Group</h2><h3>Regional matters</h3><p>We, ")


@pytest.mark.parametrize("path", sorted(PASTED.glob("*.html")), ids=lambda path: path.stem)
def test_what_was_cleaned_passes_the_sanitizer_and_a_second_cleaning_unchanged(path: Path) -> None:
    once = html(path.read_text())

    assert RichTextField().sanitize(once).replace("&nbsp;", "\u00a0") == once
    assert html(once) == once
    assert text_of(parse(once)) == re.sub(r"<[^>]*>", "", once)


# Lists


@pytest.mark.parametrize(
    ("clipboard", "expected"),
    [
        (item("1.", "One") + item("2.", "Two"), "<ol><li><p>One</p></li><li><p>Two</p></li></ol>"),
        (item("7.", "Seven"), '<ol start="7"><li><p>Seven</p></li></ol>'),
        (
            item("(a)", "A") + item("(b)", "B"),
            '<ol type="a"><li><p>A</p></li><li><p>B</p></li></ol>',
        ),
        (item("iv.", "Four"), '<ol start="4" type="i"><li><p>Four</p></li></ol>'),
        (
            item("h)", "H") + item("i)", "I"),
            '<ol start="8" type="a"><li><p>H</p></li><li><p>I</p></li></ol>',
        ),
        (
            item("1.", "One") + item("1.1.", "Deep", 2) + item("o", "Deeper", 3) + item("2.", "Two"),
            (
                "<ol><li><p>One</p><ol><li><p>Deep</p><ul><li><p>Deeper</p></li></ul></li></ol></li>"
                "<li><p>Two</p></li></ol>"
            ),
        ),
        (item("1.", "One") + item("·", "Dot"), "<ol><li><p>One</p></li></ol><ul><li><p>Dot</p></li></ul>"),
        (
            item("1.", "One") + "<p>Between</p>" + item("2.", "Two"),
            '<ol><li><p>One</p></li></ol><p>Between</p><ol start="2"><li><p>Two</p></li></ol>',
        ),
        (
            "<ul><li>One</li><ul><li>Deep</li></ul></ul>",
            "<ul><li><p>One</p><ul><li><p>Deep</p></li></ul></li></ul>",
        ),
        (
            (
                "<div class=ListContainerWrapper><ol start=1><li data-aria-level=1><p>One</p></li></ol></div>"
                "<div class=ListContainerWrapper><ul><li data-aria-level=2><p>Deep</p></li></ul></div>"
                "<div class=ListContainerWrapper><ol start=2><li data-aria-level=1><p>Two</p></li></ol></div>"
            ),
            "<ol><li><p>One</p><ul><li><p>Deep</p></li></ul></li><li><p>Two</p></li></ol>",
        ),
        (
            "<p>•&nbsp;&nbsp; Typed</p><p>·<span>&nbsp;&nbsp;&nbsp; </span>by hand</p>",
            "<ul><li><p>Typed</p></li><li><p>by hand</p></li></ul>",
        ),
    ],
    ids=[
        "numbers",
        "start",
        "letters",
        "roman",
        "the letter i",
        "levels",
        "kinds",
        "interrupted",
        "docs",
        "online",
        "typed",
    ],
)
def test_lists_have_their_levels_and_numbers_however_they_are_written(clipboard: str, expected: str) -> None:
    assert html(clipboard) == expected


# What vanishes


@pytest.mark.parametrize(
    ("clipboard", "expected"),
    [
        ("<p>See<a style='mso-comment-reference:A_1'> it</a><a class=msocomanchor>[A1]</a>.</p>", "<p>See it.</p>"),
        ("<p>A</p><div style='mso-element:comment-list'><p class=MsoCommentText>Why?</p></div>", "<p>A</p>"),
        ("<p>A<sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup> b</p>", "<p>A b</p>"),
        ("<p>We <del cite='mailto:x' datetime='2026'>deplore</del> <ins>welcome</ins> it</p>", "<p>We welcome it</p>"),
        ("<p>We <span class=msoDel>deplore </span>welcome</p>", "<p>We welcome</p>"),
        ("<p>A</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p><br></p><p>B</p>", "<p>A</p><p>B</p>"),
        ("<p>A&nbsp; &nbsp;b\t c</p>", "<p>A b c</p>"),
        ("<p>co&shy;op\u200beration</p>", "<p>cooperation</p>"),
        ("<p>A<br><br>B</p>", "<p>A</p><p>B</p>"),
        ("<p class=MsoToc1><a href='#_Toc1'>Part one 3</a></p><p>B</p>", "<p>B</p>"),
        ("<p><span style='display:none'>x</span><span style='mso-hide:all'>y</span>A</p>", "<p>A</p>"),
        ("<p>A <a name=_Hlk1>b</a> <a href='#_Toc1'>c</a> <a href='file:///C:/x'>d</a></p>", "<p>A b c d</p>"),
        ("<script>x</script><style>p{}</style><p onclick=x>A<img src=x></p>", "<p>A</p>"),
        ("<table><tr><td><p>Only a frame</p></td></tr></table>", "<p>Only a frame</p>"),
    ],
)  # fmt: skip
def test_what_is_no_text_vanishes(clipboard: str, expected: str) -> None:
    assert html(clipboard) == expected


# Non-breaking blanks: ~ in these texts


@pytest.mark.parametrize(
    "text",
    ["5~km", "10~000", "10~%", "3~Mio.~Euro", "§~5", "Art.~5", "No.~1973", "Dr.~Weber", "J.~Weber", "Carl~XVI", "z.~B.",
     "Qui~?", "«~Oui~»", "the city of New~York is here"],
)  # fmt: skip
def test_a_non_breaking_blank_stays_where_it_belongs(text: str) -> None:
    assert html(f"<p>{text.replace('~', '&nbsp;')}</p>") == f"<p>{text.replace('~', '\u00a0')}</p>"


@pytest.mark.parametrize(
    "text",
    ["the~Ministers", "on~15~April~2011~and", "in~Berlin", "–~see", "The~Ministers~met~in~New~York", "1.~We"],
)
def test_a_non_breaking_blank_becomes_a_blank_where_it_does_not_belong(text: str) -> None:
    assert html(f"<p>{text.replace('~', '&nbsp;')}</p>") == f"<p>{text.replace('~', ' ')}</p>"


# Headings and marks


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([1], [2]),
        ([1, 2], [2, 3]),
        ([2, 3], [2, 3]),
        ([3, 5, 3], [2, 3, 2]),
        ([1, 2, 3, 2], [2, 2, 3, 2]),
        ([1, 2, 3, 1], [2, 3, 3, 2]),
    ],
)
def test_headings_keep_their_order_below_that_of_the_page(levels: list[int], expected: list[int]) -> None:
    clipboard = "".join(f"<h{level}><b>Head</b></h{level}><p>x</p>" for level in levels)

    assert html(clipboard) == "".join(f"<h{level}>Head</h{level}><p>x</p>" for level in expected)


def test_marks_that_are_written_as_styles_are_kept() -> None:
    clipboard = (
        "<b style='font-weight:normal' id='docs-internal-guid-1'><p><span style='font-weight:700'>Bold</span>"
        "<span style='font-weight:400;font-style:italic'> slanted</span></p></b>"
    )

    assert html(clipboard) == "<p><strong>Bold</strong><em> slanted</em></p>"


# Footnotes


@pytest.mark.parametrize(
    ("reference", "note"),
    [
        (
            "<a style='mso-footnote-id:ftn1' href='#_ftn1' name='_ftnref1'><span>[1]</span></a>",
            (
                "<div style='mso-element:footnote-list'><br clear=all><hr><div style='mso-element:footnote' id=ftn1>"
                "<p class=MsoFootnoteText><a href='#_ftnref1' name='_ftn1'><span>[1]</span></a> A note.</p></div></div>"
            ),
        ),
        (
            "<a style='mso-endnote-id:edn1' href='file:///C:/x.htm#_edn1' name='_ednref1'>[i]</a>",
            "<div id=edn1><p><a href='file:///C:/x.htm#_ednref1' name='_edn1'>[i]</a> A note.</p></div>",
        ),
        (
            "<a class=sdfootnoteanc name=sdfootnote1anc href='#sdfootnote1sym'><sup>1</sup></a>",
            "<div id=sdfootnote1><p><a class=sdfootnotesym href='#sdfootnote1anc'>1</a>A note.</p></div>",
        ),
        (
            "<sup><a href='#ftnt1' id='ftnt_ref1'>[1]</a></sup>",
            "<hr><div><p><a href='#ftnt_ref1' id='ftnt1'>[1]</a><span> A note.</span></p></div>",
        ),
        (
            "<a href='https://x.example/en/#fn-4'>4</a>",
            "<p><a href='https://x.example/en/#fnref-4'>4</a> A note.</p>",
        ),
    ],
    ids=["word", "word's end note", "libreoffice", "docs", "this site"],
)
def test_footnotes_lead_to_and_fro_and_are_numbered_from_where_the_text_is(reference: str, note: str) -> None:
    assert html(f"<p>Agreed{reference}.</p>{note}", first_note=3) == (
        '<p>Agreed<a href="#fn-3">3</a>.</p><p><a href="#fnref-3">3</a> A note.</p>'
    )


# The line


def test_the_line_says_what_was_changed() -> None:
    changes = cleaned((PASTED / "word.html").read_text()).changes

    with override("en"):
        assert line_of(changes) == (
            "Converted: 2 list items, 1 heading and 1 table. "
            "Removed: 1 comment mark, 18 non-breaking spaces and 1 image. "
            "1 footnote has no text: write it below the text. "
            "1 passage was struck through and is now plain text: check whether it belongs in the text."
        )


def test_the_line_says_nothing_of_a_text_that_was_right() -> None:
    assert line_of(cleaned("<p>Right as it was.</p>").changes) == ""
    assert line_of(Counter()) == ""


@pytest.mark.parametrize(
    "clipboard",
    ["", "<", "<![", "<!--", "</p></td>", "<td>x", "<li>x", "<a href='http://[x'>y</a>", "<p>" * 3000 + "x"],
)
def test_markup_that_is_broken_is_read_all_the_same(clipboard: str) -> None:
    assert "<script" not in html(clipboard)


ENDLESS = "9" * 5000  # more digits than Python reads


@pytest.mark.parametrize(
    "clipboard",
    [
        f"<p style='font-weight:{ENDLESS}'>x</p>",
        f"<p role=heading aria-level={ENDLESS}>x</p>",
        f"<ol start={ENDLESS}><li value={ENDLESS} aria-level={ENDLESS}>x</ol>",
        f"<table><tr><td colspan={ENDLESS} rowspan={ENDLESS}>x</table>",
        f"<style>@list l0:level{ENDLESS} {{mso-level-number-format:roman-lower}}</style><p>x</p>",
        item("1.", "x").replace("level1", f"level{ENDLESS}"),
        item(f"{ENDLESS}.", "x"),
        f"<p>{ENDLESS}. x</p>",
    ],
)
def test_a_number_without_end_is_none(clipboard: str) -> None:
    assert "x" in html(clipboard)
