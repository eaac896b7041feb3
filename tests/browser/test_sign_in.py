"""Signing in on the real server: attempts of all processes, and large requests."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NewContext
from tests.browser.running import Server, try_to_sign_in


def test_tries_count_in_all_processes_together_also_at_the_same_time(server: Server) -> None:
    with ThreadPoolExecutor(12) as pool:
        said = list(pool.map(lambda _: try_to_sign_in(server.url, "a.weber", "Wrong-4711"), range(12)))

    assert sorted(said) == [200] * 5 + [429] * 7


def test_the_sign_in_page_says_how_long_to_wait_and_keeps_the_name(
    new_context: NewContext, expected_complaints: list[str]
) -> None:
    expected_complaints.append("status of 429")
    page = new_context(locale="de-DE").new_page()
    page.goto("/admin/login/?next=https://evil.example/")
    for _ in range(6):
        page.get_by_label("Benutzername").fill("niemand")
        page.get_by_label("Passwort").fill("Falsch-4711")
        page.get_by_role("button", name="Anmelden").click()

    sentence = "Es gab zu viele Anmeldeversuche. Warten Sie 5 Minuten und versuchen Sie es dann erneut."
    assert page.locator(".errornote:visible").inner_text() == sentence
    assert page.get_by_role("button", name="Passkey verwenden").count() == 1, "The first requests came together."
    assert page.get_by_label("Benutzername").input_value() == "niemand"
    assert page.get_by_label("Passwort").input_value() == ""
    assert page.locator("#login-form [name=next]").input_value() == "/admin/"


@pytest.mark.parametrize("size", [1, 3, 12])
def test_a_script_learns_that_the_session_has_ended_however_large_the_file_is(
    admin_page: Page, expected_complaints: list[str], size: int
) -> None:
    expected_complaints.append("status of 401")
    admin_page.goto("/admin/photos/gallery/1/photos/")
    admin_page.context.clear_cookies(name="sessionid")

    status, said = admin_page.evaluate(SEND, ["/admin/photos/gallery/1/photos/one/", size * 1024 * 1024])

    assert status == 401, said
    assert json.loads(said) == {"sentence": "You are signed out. Sign in in another window, then try again."}


def test_a_form_that_is_too_large_is_answered_with_a_sentence(
    admin_page: Page, expected_complaints: list[str], tmp_path: Path
) -> None:
    expected_complaints.append("status of 413")
    file = tmp_path / "large.jpg"
    file.write_bytes(bytes(70 * 1024 * 1024))
    admin_page.goto("/admin/photos/photo/add/")

    admin_page.locator("[name=upload]").set_input_files(file)
    admin_page.locator("[name=_save]").click()

    admin_page.get_by_role("heading", name="The request is too large").wait_for()
    admin_page.get_by_text("Your browser sent 70.").wait_for()


def test_a_dropped_file_that_is_too_large_is_refused_at_its_line(
    admin_page: Page, expected_complaints: list[str], tmp_path: Path
) -> None:
    expected_complaints.append("status of 413")
    file = tmp_path / "large.jpg"
    file.write_bytes(bytes(70 * 1024 * 1024))
    admin_page.goto("/admin/photos/gallery/1/photos/")
    admin_page.evaluate("document.querySelector('.add-photos').dataset.most = 1e9")  # as if the script did not look

    admin_page.locator("[name=uploads]").set_input_files(file)

    line = admin_page.locator(".upload-results li.refused")
    line.wait_for()
    assert line.locator(".sentence").inner_text().startswith("The file is too large: 70.0")


def test_a_form_of_an_ended_session_comes_back_after_the_sign_in(admin_page: Page, server: Server) -> None:
    admin_page.goto("/admin/meetings/topic/1/change/")
    admin_page.context.clear_cookies(name="sessionid")
    admin_page.locator("[name=_save]").click()
    assert admin_page.url == f"{server.url}/admin/login/?next=/admin/meetings/topic/1/change/"

    admin_page.get_by_label("Username").fill("editor")
    admin_page.get_by_label("Password").fill(server.accounts["editor"])
    admin_page.get_by_role("button", name="Log in").click()

    admin_page.wait_for_url("**/admin/meetings/topic/1/change/")


SEND = """async ([address, size]) => {
  const request = new XMLHttpRequest();
  request.open("POST", address);
  const body = new FormData();
  body.set("upload", new Blob([new Uint8Array(size)]), "a.jpg");
  return new Promise((done) => {
    const tell = () => done([request.status, request.responseText]);
    request.addEventListener("load", tell);
    request.addEventListener("error", tell);
    request.send(body);
  });
}"""
