"""Bounds on the size of requests, by address and person, before they are read."""

import io
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from config import request_size
from config.request_size import FORM, KB, MB, PUBLIC, SIGNED_OUT
from partners import flags
from photos.files import pictures
from publishing import pdfs
from tests import factories
from tests.admin_addresses import named_admin_addresses

pytestmark = pytest.mark.django_db

UPLOAD = b'--x\r\nContent-Disposition: form-data; name="upload"; filename="a.jpg"\r\n\r\n'
PUBLIC_ADDRESSES = [
    "/",
    "/en/",
    "/de/meetings/",
    "/media/x",
    "/healthz",
    "/robots.txt",
    "/nothing",
    "/id/m2b3c4d5e",
    "/preview/x/en/",
    "/admin",
]


class Line(io.BytesIO):
    """What comes over the line; `taken` is how much of it was read, in bytes."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        some = super().read(size)
        self.taken += len(some)
        return some

    def readline(self, size: int | None = -1, /) -> bytes:
        some = super().readline(size)
        self.taken += len(some)
        return some


@pytest.fixture(autouse=True)
def uploads_on_disk(settings: Any, tmp_path: Path) -> Path:
    """Return the folder of uploads in progress; make the office for error pages."""
    factories.make_office()
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    return tmp_path


def send(client: Client, address: str, size: int, *, announced: int | None = None, **extra: Any) -> Any:
    """Send a form of the size in bytes; `answer.taken` is how much of it was read."""
    line = Line(UPLOAD + b"0" * (size - len(UPLOAD)))
    path, _, query = address.partition("?")
    answer: Any = client.generic(
        "POST",
        path,
        b"",
        "multipart/form-data; boundary=x",
        QUERY_STRING=query,
        **{"wsgi.input": line, "CONTENT_LENGTH": str(size if announced is None else announced)} | extra,
    )
    answer.taken = line.taken
    return answer


def refused_unread(answer: Any, folder: Path) -> bool:
    return (answer.status_code, answer.taken, list(folder.iterdir())) == (413, 0, [])


@pytest.mark.parametrize("address", PUBLIC_ADDRESSES)
@pytest.mark.parametrize("method", ["POST", "PUT", "GET", "HEAD", "DELETE"])
def test_a_public_address_takes_next_to_nothing(
    client: Client, uploads_on_disk: Path, address: str, method: str
) -> None:
    answer = send(client, address, PUBLIC + 1, REQUEST_METHOD=method)

    if address == "/preview/x/en/":  # no such preview: nothing is read there either
        assert (answer.status_code, answer.taken) == (404, 0)
    else:
        assert refused_unread(answer, uploads_on_disk)


def test_a_small_form_gets_the_page_for_a_wrong_method(client: Client) -> None:
    assert send(client, "/robots.txt", PUBLIC).status_code == 405


@pytest.mark.parametrize("size", [SIGNED_OUT + 1, 70 * MB])
def test_the_sign_in_page_takes_a_name_and_a_password(client: Client, uploads_on_disk: Path, size: int) -> None:
    assert refused_unread(send(client, reverse("admin:login"), size), uploads_on_disk)

    client.force_login(factories.make_user(role="editor"))
    assert refused_unread(send(client, reverse("admin:login"), size), uploads_on_disk)


def test_who_is_not_signed_in_sends_nothing_large(client: Client, uploads_on_disk: Path) -> None:
    client.cookies["sessionid"] = "no session of ours, and long enough"
    for address, name in named_admin_addresses():
        largest = min(request_size.UPLOADS.get(name, FORM), request_size.ONE_PHOTO)
        answer = send(client, address, 100, announced=largest + 1)
        if getattr(resolve(address).func, "answers_json", False):
            assert (answer.status_code, answer.taken) == (401, 0)
        else:
            assert refused_unread(answer, uploads_on_disk), address


def test_a_photo_sent_after_the_session_is_answered_and_not_kept(client: Client, uploads_on_disk: Path) -> None:
    answer = send(client, "/admin/photos/gallery/1/photos/one/", 12 * MB)

    assert (answer.status_code, answer.taken, list(uploads_on_disk.iterdir())) == (401, 12 * MB, [])


def test_an_account_that_is_no_staff_sends_nothing_large(client: Client, uploads_on_disk: Path) -> None:
    client.force_login(factories.make_user(is_staff=False))

    assert refused_unread(send(client, "/admin/meetings/topic/add/", FORM + 1), uploads_on_disk)


def test_the_form_of_an_ended_session_leads_to_a_sign_in_and_is_not_kept(client: Client, uploads_on_disk: Path) -> None:
    answer = send(client, "/admin/photos/photo/7/change/?_popup=1", FORM)

    expected = "/admin/login/?next=/admin/photos/photo/7/change/%3F_popup%3D1"
    assert (answer.status_code, answer.headers["Location"]) == (302, expected)
    assert answer.taken == FORM  # taken from the line, for the browser's sake, and forgotten
    assert list(uploads_on_disk.iterdir()) == []


def test_staff_send_forms_and_no_more_where_there_is_no_file(client: Client, uploads_on_disk: Path) -> None:
    client.force_login(factories.make_user(role="editor"))

    for address in (
        "/admin/meetings/meeting/add/",
        "/admin/photos/gallery/1/photo-table/",
        "/admin/nothing",
    ):
        assert refused_unread(send(client, address, FORM + 1), uploads_on_disk), address
        assert send(client, address, FORM).status_code != 413, address


def test_staff_without_a_role_send_no_files(client: Client, uploads_on_disk: Path) -> None:
    client.force_login(factories.make_user(role=""))

    for name in request_size.UPLOADS:
        address = {each: path for path, each in named_admin_addresses()}[name]
        assert refused_unread(send(client, address, FORM + 1), uploads_on_disk), address


def test_a_meeting_of_ten_thousand_fields_is_taken(client: Client) -> None:
    client.force_login(factories.make_user(role="editor"))
    fields = {f"sessions-0-field-{number}": "Ä" * 60 for number in range(9_900)}
    encoded = "&".join(f"{name}={'%C3%84' * 60}" for name in fields)
    assert 3 * MB < len(encoded) < FORM

    answer = client.post("/admin/meetings/meeting/add/", encoded, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 200


def test_too_many_fields_are_answered_like_too_large_a_request(client: Client) -> None:
    client.force_login(factories.make_user(role="editor"))

    answer = client.post("/admin/meetings/meeting/add/", {f"field-{number}": "" for number in range(10_001)})

    assert answer.status_code == 413
    assert "Nothing was stored. Go back and send less at once" in answer.text


def test_each_form_with_a_file_takes_the_largest_file_that_it_accepts() -> None:
    """A form with a new field for files has to be named in UPLOADS."""
    largest = {"upload": pictures.MAX_BYTES, "pdf": pdfs.MAX_BYTES, "flag": flags.MAX_BYTES}
    seen = {}
    request: WSGIRequest = RequestFactory().get("/")
    request.user = factories.make_user(is_superuser=True)
    for model, model_admin in admin.site._registry.items():
        if not (model_admin.has_add_permission(request) or model_admin.has_change_permission(request)):
            continue
        for field in fields_for_files(model_admin, request):
            kind = f"{model._meta.app_label}_{model._meta.model_name}"
            seen[kind] = field
            for page in request_size.PAGES_WITH_FILE:
                bound = request_size.UPLOADS.get(f"{kind}_{page}", FORM)
                assert bound >= largest[field] + 4 * MB, (kind, page)

    assert seen == {
        "meetings_articleedition": "pdf",
        "photos_photo": "upload",
        "meetings_statementedition": "pdf",
        "partners_partner": "flag",
    }
    assert request_size.UPLOADS["photos_gallery_photo"] >= pictures.MAX_BYTES + 4 * MB


def fields_for_files(model_admin: ModelAdmin, request: WSGIRequest) -> set[str]:
    form = model_admin.get_form(request, None, change=False)
    found = {name for name, field in form.base_fields.items() if isinstance(field, forms.FileField)}
    for formset, _inline in model_admin.get_formsets_with_inlines(request):
        fields = formset.form.base_fields
        found |= {name for name, field in fields.items() if isinstance(field, forms.FileField)}
    return found


def test_each_name_with_a_bound_of_its_own_is_an_address() -> None:
    assert set(request_size.UPLOADS) - {name for _address, name in named_admin_addresses()} == set()


def test_a_photo_larger_than_a_form_is_taken_from_staff(client: Client, uploads_on_disk: Path) -> None:
    gallery = factories.make_gallery()
    client.force_login(factories.make_user(role="editor"))
    one = reverse("admin:photos_gallery_photo", args=[gallery.pk])

    taken = client.post(one, {"language": "en", "upload": SimpleUploadedFile("a.jpg", bytes(FORM + MB))})

    assert (taken.status_code, taken.json()["status"]) == (422, "refused")
    assert "not a supported picture" in taken.json()["sentence"]


def test_a_photo_that_is_too_large_is_reported_at_the_line_of_the_file(client: Client, uploads_on_disk: Path) -> None:
    gallery = factories.make_gallery()
    client.force_login(factories.make_user(role="editor"))
    one = reverse("admin:photos_gallery_photo", args=[gallery.pk])

    answer = send(client, one, 100, announced=pictures.MAX_BYTES + FORM + 1, headers={"accept-language": "en"})

    assert refused_unread(answer, uploads_on_disk)
    assert answer.json()["status"] == "refused"
    assert answer.json()["sentence"] == (
        "The file is too large: 65.0\xa0MB were sent, at most 65.0\xa0MB are accepted. Send a smaller one."
    )


@pytest.mark.parametrize("address", ["/en/", "/admin/login/", "/admin/meetings/topic/add/", "/healthz"])
def test_what_does_not_tell_its_length_is_refused(client: Client, uploads_on_disk: Path, address: str) -> None:
    client.force_login(factories.make_user(role="editor"))

    answer = send(client, address, 70 * KB, CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked")

    assert (answer.status_code, answer.taken) == (411, 0)
    assert "The request has no Content-Length" in answer.text


@pytest.mark.parametrize("announced", ["-1", "many", "", "0"])
def test_a_length_that_is_none_lets_nothing_in(client: Client, announced: str) -> None:
    answer = send(client, "/en/", 70 * KB, CONTENT_LENGTH=announced)

    assert (answer.status_code, answer.taken) == (405, 0)


def test_the_page_says_how_much_is_accepted(client: Client) -> None:
    page = send(client, "/de/", 3 * MB).text

    assert "Ihr Browser hat 3,0\xa0MB gesendet. Diese Seite nimmt höchstens 1,0\xa0KB an." in page
    assert '<html lang="de">' in page
