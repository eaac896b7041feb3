"""Pasting into the rich text editor, and its tool for footnotes."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import rich_text

PASTED = Path(__file__).parents[1] / "publishing" / "pasted"
PAGE_FORM = "/admin/publishing/page/add/"
# The editor takes over the browser's selection in later events, and puts back its own 20 ms after it gets the focus.
SETTLED = "() => new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 50))"
# In the first editor of the page, whose footnotes are its last paragraphs.
TEXT, NOTE = ".tiptap p:first-of-type", ".tiptap p:last-of-type"
PASTE = """
(element, [html, plain]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", plain);
  element.focus();
  element.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}
"""


@pytest.fixture
def editor(admin_page: Page) -> Locator:
    """The empty editor of a page's text in English."""
    admin_page.goto(PAGE_FORM)
    found = rich_text(admin_page, "Text [en]")
    found.wait_for()
    return found


def paste(editor: Locator, html: str, plain: str = "") -> None:
    editor.evaluate(PASTE, [html, plain])


def test_a_text_of_word_is_cleaned_while_it_is_pasted(admin_page: Page, editor: Locator) -> None:
    paste(editor, (PASTED / "word.html").read_text())

    line = admin_page.get_by_text("Removed: 1 comment mark, 18 non-breaking spaces and 1 image.")
    expect(line).to_be_visible()
    where = line.evaluate("(line, text) => line.compareDocumentPosition(text)", editor.element_handle())
    assert where == 4  # the text follows the line
    expect(admin_page.locator("textarea[name=body_en]")).to_have_value(
        "<h2>Joint statement on Libya</h2>"
        "<p><strong>1.</strong> We, the Ministers, met in Berlin on 15 April 2011 and agreed “as follows” – see.</p>"
        "<ul><li><p>First point</p></li><li><p>Second <em>point</em></p></li></ul>"
        '<table><tbody><tr><td><p><a href="https://example.org/a">Linked cell</a></p></td>'
        '<td colspan="2"><p>Two wide</p></td></tr><tr><td><p>a</p></td>'
        "<td><p>b</p></td><td><p>c</p></td></tr></tbody></table>"
        '<p>Text after<sup>1</sup> with footnote<a href="#fn-1">1</a> and CO<sub>2</sub>, underlined, struck.</p>'
        '<p><a href="#fnref-1">1</a></p>'
    )


def test_text_that_is_pasted_behind_a_footnote_brings_notes_of_its_own(admin_page: Page, editor: Locator) -> None:
    one = '<p>{}<a href="#_ftn1" name="_ftnref1">[1]</a></p><div id="ftn1"><p><a href="#_ftnref1">[1]</a> {}</p></div>'
    paste(editor, one.format("First", "its note"))
    expect(editor.get_by_role("link")).to_have_count(2)

    paste(editor, one.format("Second", "another note"))

    expect(editor.get_by_role("link")).to_have_count(4)
    addresses = [link.get_attribute("href") for link in editor.get_by_role("link").all()]
    assert sorted(str(each) for each in addresses) == ["#fn-1", "#fn-2", "#fnref-1", "#fnref-2"]


def wait_for_the_caret(page: Page, place: str) -> None:
    """Wait until it is within the element, and the editor knows."""
    page.wait_for_function("(place) => document.querySelector(place).contains(getSelection().anchorNode)", arg=place)
    page.evaluate(SETTLED)


def test_a_footnote_is_added_by_a_button_and_numbered_in_the_order_of_the_text(
    admin_page: Page, editor: Locator
) -> None:
    editor.press_sequentially("One two")
    button = admin_page.locator(".prose-menubar").first.get_by_title("Footnote")
    button.click()
    wait_for_the_caret(admin_page, NOTE)
    admin_page.keyboard.type("the later note")
    admin_page.evaluate(SETTLED)  # what was typed takes the caret along
    # No click: the editor takes over its place later than the keys come.
    admin_page.keyboard.press("ControlOrMeta+Home")
    for _step in "One":
        admin_page.keyboard.press("ArrowRight")
    wait_for_the_caret(admin_page, TEXT)
    button.click()
    wait_for_the_caret(admin_page, NOTE)
    admin_page.keyboard.type("the earlier note")

    expect(admin_page.locator("textarea[name=body_en]")).to_have_value(
        '<p>One<a href="#fn-2">1</a> two<a href="#fn-1">2</a></p>'
        '<p><a href="#fnref-1">2</a> the later note</p><p><a href="#fnref-2">1</a> the earlier note</p>'
    )


def test_text_that_is_typed_behind_a_footnote_is_no_part_of_its_number(admin_page: Page, editor: Locator) -> None:
    editor.press_sequentially("One")
    admin_page.locator(".prose-menubar").first.get_by_title("Footnote").click()
    wait_for_the_caret(admin_page, NOTE)
    admin_page.keyboard.press("ControlOrMeta+Home")
    admin_page.keyboard.press("End")
    wait_for_the_caret(admin_page, TEXT)
    admin_page.keyboard.type(" more")

    expect(admin_page.locator("textarea[name=body_en]")).to_have_value(
        '<p>One<a href="#fn-1">1</a> more</p><p><a href="#fnref-1">1</a> </p>'
    )


def test_text_that_the_server_refuses_is_pasted_without_its_formatting(
    admin_page: Page, editor: Locator, expected_complaints: list[str]
) -> None:
    expected_complaints.append("status of 413")

    paste(editor, f"<p>The <b>words</b></p><!--{'x' * 2_000_000}-->", "The words")

    expect(admin_page.get_by_text("the text was pasted as plain text. The text is too long")).to_be_visible()
    expect(admin_page.locator("textarea[name=body_en]")).to_have_value("<p>The words</p>")
