"""The photo admin in a browser: an interrupted drop, photo table, verification."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests import exiftool
from tests.browser import axe
from tests.browser.conftest import NewContext, sign_in
from tests.browser.running import Server

PHOTOS = 30  # as many as take longer to send than what a test does in the middle
MEGAPIXELS_1 = (1200, 800)
GALLERY = "nato-foreign-ministers-berlin-2011"


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return different photos of one megapixel, and one file that is no picture."""
    folder = tmp_path_factory.mktemp("card")
    ground = Image.effect_noise(MEGAPIXELS_1, 40).convert("RGB")
    for number in range(1, PHOTOS + 1):
        picture = ground.copy()
        picture.paste((4 * number, 90, 120), (0, 0, 600, 600))
        picture.save(folder / f"DSC_{number:04}.jpg", quality=85)
    (folder / "DSC_0000.jpg").write_bytes(b"a letter, not a picture")
    return sorted(folder.glob("*.jpg"))


def new_gallery(admin_page: Page, slug: str = "from-the-card") -> None:
    admin_page.goto("/admin/photos/gallery/add/")
    admin_page.locator("[name=title_en]").fill("From the card")
    admin_page.locator("[name=slug]").fill(slug)
    admin_page.get_by_role("button", name="Save and continue editing").click()
    admin_page.get_by_role("button", name="Add photos").click()
    admin_page.wait_for_url("**/photos/")  # with its scripts, without which files that are chosen are not sent


def test_what_lies_beside_photos_is_named_and_never_sent(
    admin_page: Page, tmp_path: Path, expected_complaints: list[str]
) -> None:
    expected_complaints += ["status of 422"]
    beside = ["DSC_1.xmp", "Thumbs.db", "desktop.ini", "DSC_1.THM", "IMG_1.AAE", "clip.MOV", "a.pp3"]
    raw = ["DSC_1.NEF", "DSC_1.CR3", "DSC_1.dng"]
    for name in (*beside, *raw, ".DS_Store"):
        (tmp_path / name).write_bytes(b"not a photo")
    Image.new("RGB", (90, 60), "navy").save(tmp_path / "from-a-phone.heic", "JPEG")
    Image.new("RGB", (90, 60), "red").save(tmp_path / "still.heif", "AVIF")
    (tmp_path / "real.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")
    new_gallery(admin_page, "from-a-folder")
    sent: list[str] = []
    admin_page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    admin_page.locator("[name=uploads]").set_input_files(sorted(tmp_path.iterdir()))

    expect(admin_page.get_by_role("status")).to_contain_text("3 of 3 files: 2 added, 0 already here, 1 refused")
    skipped = admin_page.locator(".upload-results .skipped")
    expect(skipped).to_have_count(2)
    expect(skipped.nth(0)).to_contain_text("raw data of a camera")
    expect(skipped.nth(0)).to_contain_text("DSC_1.NEF")
    expect(skipped.nth(1)).to_contain_text("Thumbs.db")
    expect(skipped.nth(1)).to_contain_text("+ 2")
    expect(admin_page.locator(".upload-results .refused")).to_contain_text("HEIC")
    assert len(sent) == 2


def test_a_drop_is_finished_after_the_network_was_cut(
    admin_page: Page, card: list[Path], expected_complaints: list[str]
) -> None:
    expected_complaints += ["ERR_INTERNET_DISCONNECTED", "status of 422"]
    new_gallery(admin_page)
    admin_page.get_by_label("Credit line").fill("AA/Photothek")
    status = admin_page.get_by_role("status")

    admin_page.locator("[name=uploads]").set_input_files(card)
    expect(admin_page.locator(".upload-results .added").nth(9)).to_be_visible(timeout=60_000)
    admin_page.context.set_offline(True)
    expect(admin_page.locator(".upload-results .held").first).to_contain_text("The connection is interrupted.")
    admin_page.context.set_offline(False)
    if admin_page.get_by_role("button", name="Try again").is_visible():
        admin_page.get_by_role("button", name="Try again").click()

    expect(status).to_contain_text(f"{PHOTOS + 1} of {PHOTOS + 1} files: {PHOTOS} added", timeout=120_000)
    expect(admin_page.locator(".upload-results .refused")).to_contain_text("not a supported picture")
    admin_page.locator("[name=uploads]").set_input_files(card[1:4])
    expect(status).to_contain_text(f"{PHOTOS + 4} of {PHOTOS + 4} files", timeout=30_000)
    expect(admin_page.locator(".upload-results .known")).to_have_count(3)
    assert axe.findings(admin_page) == []

    admin_page.get_by_role("button", name="Photo table").click()
    lines = admin_page.locator(".line")
    expect(lines).to_have_count(PHOTOS)
    expect(lines.first).to_contain_text("DSC_0001.jpg")
    expect(lines.last).to_contain_text(f"DSC_{PHOTOS:04}.jpg")
    expect(lines.nth(20)).to_contain_text("AA/Photothek")


def dropped(admin_page: Page, paths: list[Path], at: Any) -> None:
    """Drop files and folders onto a place of the page, as from outside the browser."""
    box = at.bounding_box()
    where = {"x": box["x"] + 20, "y": box["y"] + 20}
    files = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    browser = admin_page.context.new_cdp_session(admin_page)
    for kind in ("dragEnter", "dragOver", "drop"):
        browser.send("Input.dispatchDragEvent", {"type": kind, "data": files} | where)


def test_files_and_folders_are_taken_wherever_they_fall(admin_page: Page, card: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "card" / "DCIM" / "100"
    folder.mkdir(parents=True)
    for path in card[2:4]:
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / ".DS_Store").write_bytes(b"of the file manager")
    admin_page.goto("/admin/photos/gallery/1/photos/")

    dropped(admin_page, [card[1]], admin_page.locator(".drop"))
    expect(admin_page.locator(".upload-results .added")).to_have_count(1, timeout=30_000)
    expect(admin_page.get_by_role("status")).to_be_in_viewport()
    expect(admin_page.get_by_role("button", name="Try again")).to_be_hidden()
    dropped(admin_page, [card[1], tmp_path / "card"], admin_page.locator("#content-main"))

    expect(admin_page.get_by_role("status")).to_contain_text("4 of 4 files: 3 added, 1 already here, 0 refused.")
    expect(admin_page.locator(".known .sentence")).to_have_text("Already here, as number 56.")


def test_the_order_is_changed_with_the_keyboard_alone(admin_page: Page) -> None:
    admin_page.goto("/admin/photos/gallery/1/photo-table/")
    number = admin_page.locator(".line").count()
    first, second = (admin_page.locator(".line").nth(number).get_attribute("id") for number in (0, 1))
    later = admin_page.locator(".line").first.get_by_role("button", name="Later")

    later.focus()
    admin_page.keyboard.press("Enter")

    expect(later).not_to_be_focused()  # it names a place, and another photo is there now
    expect(admin_page.locator(f"#{first}").get_by_role("button", name="Later")).to_be_focused()
    expect(admin_page.get_by_role("status")).to_have_text(f"Now number 2 of {number}. Save to keep the order.")
    admin_page.get_by_role("button", name="Save", exact=True).click()
    admin_page.wait_for_load_state()
    assert [admin_page.locator(".line").nth(number).get_attribute("id") for number in (0, 1)] == [
        second,
        first,
    ]
    admin_page.locator(f"#{first}").get_by_role("button", name="Earlier").click()
    admin_page.get_by_role("button", name="Save", exact=True).click()


def test_a_number_that_is_typed_is_the_place_of_the_photo_and_the_page_stays_where_it_is(
    admin_page: Page,
) -> None:
    admin_page.goto("/admin/photos/gallery/1/photo-table/")
    ids = [line.get_attribute("id") for line in admin_page.locator(".line").all()]
    for at, number in ((39, 2), (4, 30)):
        field = admin_page.locator(f"[name={ids[at]}-position]")
        field.fill(str(number))
        field.press("Tab")
        ids.insert(number - 1, ids.pop(at))
    down = admin_page.evaluate("scrollY")

    admin_page.get_by_role("button", name="Save", exact=True).click()

    expect(admin_page.get_by_role("status")).to_contain_text("0 photos are changed.")
    assert [line.get_attribute("id") for line in admin_page.locator(".line").all()] == ids
    assert admin_page.evaluate("scrollY") == down > 1000


def test_some_are_selected_by_a_range_and_given_a_keyword_of_place(admin_page: Page) -> None:
    admin_page.goto("/admin/photos/gallery/1/photo-table/")
    boxes = admin_page.locator("[name=selected]")

    boxes.nth(2).click()
    boxes.nth(5).click(modifiers=["Shift"])

    assert [boxes.nth(number).is_checked() for number in range(8)] == [
        False,
        False,
        *[True] * 4,
        False,
        False,
    ]
    expect(admin_page.locator(".apply summary")).to_have_text("Apply to the selected photos (4)")
    expect(admin_page.locator(".apply summary")).to_be_in_viewport()
    assert axe.findings(admin_page) == []


def test_the_focal_point_is_set_by_a_click_and_by_keys(admin_page: Page) -> None:
    admin_page.goto("/admin/photos/photo/1/change/")
    picture = admin_page.locator(".focal img")
    box = picture.bounding_box()
    assert box

    picture.click(position={"x": box["width"] / 4, "y": box["height"] / 2})

    expect(admin_page.locator("[name=focus_x]")).to_have_value("25")
    expect(admin_page.locator("[name=focus_y]")).to_have_value("50")
    admin_page.locator(".marker").focus()
    admin_page.keyboard.press("ArrowRight")
    expect(admin_page.locator("[name=focus_x]")).to_have_value("27")


def download(page: Page, number: int = 0) -> bytes:
    """Return the photo as a reader gets it by the link on its page."""
    page.goto(f"/en/galleries/{GALLERY}/")
    page.locator(".justified a").nth(number).click()
    with page.expect_download() as started:
        page.get_by_role("link", name="Download the original size").click()
    return Path(started.value.path()).read_bytes()


def test_a_copy_is_verified_without_being_sent_anywhere(page: Page, tmp_path: Path) -> None:
    sent: list[str] = []
    copy = tmp_path / "copy.jpg"
    copy.write_bytes(download(page))
    page.on("request", lambda request: sent.append(request.post_data or ""))

    page.goto("/en/verify/")
    page.get_by_label("Photo on your device").set_input_files(copy)

    expect(page.get_by_role("heading", name="This photo came from us.")).to_be_visible()
    expect(page.locator("main")).to_contain_text("The details in this file match our current details.")
    assert not any(sent)


def test_a_copy_is_known_whatever_was_written_into_it_and_not_when_the_picture_changed(
    page: Page, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.jpg"
    copy.write_bytes(download(page))
    exiftool.write(copy, "-XMP:all=", "-IPTC:Caption-Abstract=Something else", "-Comment=x")
    page.goto("/en/verify/")
    page.get_by_label("Photo on your device").set_input_files(copy)
    expect(page.get_by_role("heading", name="This photo came from us.")).to_be_visible()
    expect(page.locator("main")).to_contain_text("the caption or other details in this file are not ours")

    with Image.open(io.BytesIO(copy.read_bytes())) as picture:
        picture.save(copy, quality=80)
    page.goto("/en/verify/")
    page.get_by_label("Photo on your device").set_input_files(copy)
    expect(page.get_by_role("heading", name="We do not recognise this file.")).to_be_visible()


def test_an_avif_saved_from_a_page_is_known(page: Page, tmp_path: Path, server: Server) -> None:
    page.goto(f"/en/galleries/{GALLERY}/")
    address = page.locator(".justified source").first.get_attribute("srcset") or ""
    copy = tmp_path / "copy.avif"
    copy.write_bytes(page.request.get(address.split()[0]).body())

    page.goto("/en/verify/")
    page.get_by_label("Photo on your device").set_input_files(copy)

    expect(page.get_by_role("heading", name="This photo came from us.")).to_be_visible()


def test_caption_and_credit_are_copied(new_context: NewContext) -> None:
    page = new_context(locale="en-GB", permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(f"/en/galleries/{GALLERY}/")
    page.locator(".justified a").first.click()

    page.get_by_role("button", name="Copy caption and credit line").click()

    expect(page.locator(".to-copy [role=status]")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    caption, remark, credit = copied.split("\n")
    assert caption == "Guido Westerwelle and Sergey Lavrov"
    assert remark.startswith("Drawn stand-in for a photo by Thomas Trutschel, Photothek.net/AA.")
    assert credit == "Drawn stand-in, Plenary demonstration"


def test_photos_are_chosen_and_downloaded_without_javascript(new_context: NewContext) -> None:
    page = new_context(locale="en-GB", java_script_enabled=False).new_page()
    page.goto(f"/en/galleries/{GALLERY}/download/")
    page.get_by_role("checkbox").nth(1).check()
    page.get_by_label("Size").select_option("1280")

    with page.expect_download() as started:
        page.get_by_role("button", name="Download the selection").click()

    assert started.value.suggested_filename == f"{GALLERY}_1280.zip"
    assert Path(started.value.path()).stat().st_size > 20_000


def test_the_public_pages_of_the_photo_admin_have_no_findings(page: Page) -> None:
    for path in (f"/en/galleries/{GALLERY}/download/", "/en/verify/", f"/en/verify/?hash={'0' * 64}"):
        page.goto(path)
        assert axe.findings(page) == [], path


def test_files_are_brought_without_javascript(new_context: NewContext, server: Server, card: list[Path]) -> None:
    page = new_context(locale="en-GB", java_script_enabled=False).new_page()
    sign_in(page, "editor", server.accounts["editor"])
    page.goto("/admin/photos/gallery/1/photos/")
    page.locator("[name=uploads]").set_input_files(card[:1])

    page.get_by_role("button", name="Add photos").click()

    expect(page.locator(".upload-results")).to_contain_text("not a supported picture")


def test_a_drop_goes_on_after_signing_in_again_and_asks_before_it_counts_as_anothers(
    admin_page: Page, card: list[Path], server: Server, expected_complaints: list[str]
) -> None:
    expected_complaints += ["status of 401", "status of 403"]
    new_gallery(admin_page, "signed-out")
    status, alert = admin_page.get_by_role("status"), admin_page.get_by_role("alert")

    admin_page.locator("[name=uploads]").set_input_files(card[1:])
    expect(admin_page.locator(".upload-results .added").nth(4)).to_be_visible(timeout=60_000)
    admin_page.context.clear_cookies(name="sessionid")
    expect(alert).to_contain_text("You have been signed out")
    assert axe.findings(admin_page) == []
    admin_page.get_by_role("button", name="Continue").click()
    expect(alert).to_contain_text("You are still signed out.")

    with admin_page.context.expect_page() as opened:
        admin_page.get_by_role("link", name="Sign in (opens in a new tab)").click()
    tab = opened.value
    sign_in(tab, "author", server.accounts["author"])
    expect(alert).to_contain_text("Another account has signed in.", timeout=20_000)
    added = admin_page.locator(".upload-results .added").count()
    tab.get_by_role("button", name="Log out").click()
    sign_in(tab, "editor", server.accounts["editor"])

    expect(status).to_contain_text(f"{PHOTOS} of {PHOTOS} files: {PHOTOS} added", timeout=120_000)
    expect(alert).to_be_hidden()
    assert 5 <= added < PHOTOS
