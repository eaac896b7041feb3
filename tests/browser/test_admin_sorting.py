"""Putting rows in order by dragging, in the browser and under the policy."""

from playwright.sync_api import Locator, Page, expect


def positions(rows: Locator) -> list[str]:
    """Return the values of the rows' position fields from top to bottom."""
    return [field.input_value() for field in rows.locator("input[name$=-position]").all()]


def test_a_dragged_row_gets_a_new_number(admin_page: Page) -> None:
    admin_page.goto("/admin/meetings/meeting/")
    admin_page.locator("#result_list tbody th a").first.click()
    rows = admin_page.locator("#sessions-group tr.has_original")
    expect(rows).not_to_have_count(0)
    first = rows.first.locator("input[name$=-position]")
    moved = first.get_attribute("name")
    before = positions(rows)

    handle = rows.first.locator(".admin-ordering-field-input-wrapper")
    handle.scroll_into_view_if_needed()
    start, end = handle.bounding_box(), rows.nth(2).bounding_box()
    assert start
    assert end
    admin_page.mouse.move(start["x"] + 4, start["y"] + start["height"] / 2)
    admin_page.mouse.down()
    admin_page.mouse.move(start["x"] + 4, end["y"] + end["height"] - 4, steps=20)
    admin_page.mouse.up()

    assert positions(rows) == [str(10 * number) for number in range(1, len(before) + 1)]
    assert admin_page.locator(f"input[name={moved}]").input_value() != "10"


def test_a_row_that_is_added_goes_last(admin_page: Page) -> None:
    admin_page.goto("/admin/meetings/meeting/")
    admin_page.locator("#result_list tbody th a").first.click()
    another = admin_page.get_by_role("button", name="Add another Figure")
    expect(another).to_be_visible()
    rows = admin_page.locator("#figures-group tr.dynamic-figures")
    before = rows.count()

    another.click()

    assert positions(rows) == [str(10 * number) for number in range(1, before + 2)]
