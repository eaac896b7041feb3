"""Choosing people in a form: the picker of the row, and new people and offices."""

from playwright.sync_api import Page, expect

OFFERED = ".select2-results__option[role=option], .select2-results__option[aria-selected]"
ROW = "#participations-group tr.dynamic-participations"


def test_a_row_gets_its_person_by_the_picker_or_by_a_form_that_hands_it_back(admin_page: Page) -> None:
    admin_page.goto("/admin/meetings/session/")
    admin_page.locator("#result_list tbody th a").first.click()
    admin_page.locator("#participations-group .add-row a").click()
    row = admin_page.locator(ROW).last
    picker, partner = row.locator(".field-appointment"), row.locator(".field-partner")

    picker.locator(".select2-selection").click()
    russia = admin_page.locator(OFFERED).filter(has_text="Lavrov")
    expect(russia).to_contain_text("on that day")
    russia.click()
    expect(partner.locator(".select2-selection__rendered")).to_contain_text("Russia")

    picker.locator(".select2-selection").click()
    expect(admin_page.locator(OFFERED)).to_have_count(1)  # Russia's alone
    admin_page.keyboard.press("Escape")

    with admin_page.expect_popup() as opened:
        picker.locator(".add-related").click()
    form = opened.value
    form.get_by_label("Name [en]").fill("Igor de Ivanov")
    expect(form.get_by_label("Sorted as [en]")).to_have_value("Ivanov, Igor de")
    form.get_by_label("Sorted as [en]").fill("De Ivanov, Igor")
    form.get_by_label("Name [en]").fill("Igor de Iwanow")
    form.get_by_label("Office [en]").fill("Envoy of Russia")
    expect(form.locator("#id_partner option[selected]")).to_have_text("Russia")
    expect(form.get_by_label("Sorted as [en]")).to_have_value("De Ivanov, Igor")
    with form.expect_event("close"):
        form.get_by_role("button", name="Save", exact=True).click()

    expect(picker.locator(".select2-selection__rendered")).to_contain_text("Igor de Iwanow, Envoy of Russia")
    expect(admin_page.locator(ROW).last.locator("select[name$=appointment] option:checked")).to_have_text(
        "Igor de Iwanow, Envoy of Russia"
    )
