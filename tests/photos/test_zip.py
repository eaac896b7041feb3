"""A gallery as a ZIP: of known length, resumable, with captions and checksums."""

import csv
import io
import re
import shutil
import subprocess
import tracemalloc
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from photos.files.downloads import combined
from tests import exiftool
from tests import factories as make
from website.views import downloads

pytestmark = pytest.mark.django_db


def zip_of(client: Client, gallery: Any, query: str = "", language: str = "en", **headers: str) -> Any:
    response: Any = client.get(f"/{language}/galleries/{gallery.slug}/photos.zip{query}", headers=headers)
    response.body = b"".join(response)
    return response


def names(body: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return archive.namelist()


def gallery_of(number: int, **values: Any) -> Any:
    gallery = make.make_gallery(slug="berlin", terms=make.make_page(title_en="Press use"), **values)
    for position in range(1, number + 1):
        content = make.jpeg(width=2000, height=1000, colour=(position, 90, 90))
        make.make_photo(gallery=gallery, position=position, credit="Agency", file=content)
    return gallery


def test_an_archive_is_as_long_as_it_says_and_opened_by_unzip_and_python(client: Client, tmp_path: Path) -> None:
    response = zip_of(client, gallery_of(3))

    assert response.headers["Content-Length"] == str(len(response.body))
    assert response.headers["Content-Disposition"] == 'attachment; filename="berlin.zip"'
    with zipfile.ZipFile(io.BytesIO(response.body)) as archive:
        assert archive.testzip() is None
    path = tmp_path / "berlin.zip"
    path.write_bytes(response.body)
    program = shutil.which("unzip") or pytest.fail("There is no unzip: install it (apt-get install unzip).")
    tested = subprocess.run([program, "-t", path], check=False, capture_output=True, text=True)
    assert tested.returncode == 0, tested.stdout
    assert "No errors detected" in tested.stdout


def test_it_holds_the_photos_their_captions_the_terms_and_the_sums(client: Client, tmp_path: Path) -> None:
    response = zip_of(client, gallery_of(2))

    assert names(response.body) == [
        "berlin_01_agency.jpg",
        "berlin_02_agency.jpg",
        "captions.csv",
        "captions.html",
        "terms-of-use.html",
        "SHA256SUMS",
    ]
    with zipfile.ZipFile(io.BytesIO(response.body)) as archive:
        archive.extractall(tmp_path)
    checked = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=tmp_path, check=False, capture_output=True)
    assert (checked.returncode, checked.stdout.count(b": OK")) == (0, 5)
    assert exiftool.read(tmp_path / "berlin_01_agency.jpg")["XMP-photoshop:Credit"] == "Agency"


def test_the_captions_are_in_the_readers_language(client: Client) -> None:
    gallery = gallery_of(1)
    photo = gallery.photos.get()

    with zipfile.ZipFile(io.BytesIO(zip_of(client, gallery, language="de").body)) as archive:
        table = io.StringIO(archive.read("captions.csv").decode("utf-8-sig"), newline="")
        rows = list(csv.DictReader(table, delimiter=";"))  # as spreadsheets expect it where 1,5 is a number
        sheet = archive.read("captions.html").decode()

    (row,) = rows
    assert photo.caption_de in row.values()
    assert photo.caption_en not in row.values()
    assert photo.caption_de in sheet and '<html lang="de">' in sheet
    assert 'src="berlin_01_agency.jpg"' in sheet


def test_a_caption_is_never_a_formula(client: Client) -> None:
    gallery = make.make_gallery()
    make.make_photo(gallery=gallery, caption_en='=HYPERLINK("http://evil.example")', credit="@SUM(1)")

    with zipfile.ZipFile(io.BytesIO(zip_of(client, gallery).body)) as archive:
        cells = next(iter(list(csv.reader(io.StringIO(archive.read("captions.csv").decode("utf-8-sig"))))[1:]))

    assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "-"))]
    assert '\'=HYPERLINK("http://evil.example")' in cells


@pytest.mark.parametrize("caption", ["a;=1+1", "a\n=1+1", 'a "=1+1"', "a,@x", "a\t-1", "＝1+1", "=1+1", "-1", "\t=1"])
def test_no_part_of_a_caption_is_a_formula_wherever_a_spreadsheet_ends_the_cell(client: Client, caption: str) -> None:
    gallery = make.make_gallery()
    make.make_photo(gallery=gallery, caption_en=caption)

    with zipfile.ZipFile(io.BytesIO(zip_of(client, gallery).body)) as archive:
        table = archive.read("captions.csv").decode("utf-8-sig")

    cells = [cell for end in ",;\t" for cell in re.split(rf'[{end}\r\n]|(?<!")"(?!")', table)]
    assert not [cell for cell in cells if cell.strip('"\t').startswith(("=", "+", "-", "@", "＝"))]


def test_a_photos_own_terms_are_in_it_too(client: Client) -> None:
    gallery = gallery_of(2)
    photo = gallery.photos.last()
    photo.terms = make.make_page(title_en="Editorial use only")
    photo.save()

    with zipfile.ZipFile(io.BytesIO(zip_of(client, gallery).body)) as archive:
        pages = [archive.read(name).decode() for name in ("terms-of-use.html", "terms-of-use-2.html")]
    with zipfile.ZipFile(io.BytesIO(zip_of(client, gallery, f"?photo={photo.public_id}").body)) as archive:
        of_one, sheet = archive.read("terms-of-use.html").decode(), archive.read("captions.html").decode()

    assert "<h1>Press use</h1>" in pages[0] and "<h1>Editorial use only</h1>" in pages[1]
    assert "<h1>Editorial use only</h1>" in of_one
    assert "<dt>Terms of use</dt><dd>Editorial use only</dd>" in sheet


def test_a_caption_does_no_harm_in_the_sheet(client: Client) -> None:
    gallery = make.make_gallery()
    make.make_photo(gallery=gallery, caption_en="<script>alert(1)</script>")

    with zipfile.ZipFile(io.BytesIO(zip_of(client, gallery).body)) as archive:
        assert b"<script" not in archive.read("captions.html")


def test_a_selection_is_in_the_address(client: Client) -> None:
    gallery = gallery_of(3)
    first, _second, third = gallery.photos.all()

    body = zip_of(client, gallery, f"?photo={third.public_id}&photo={first.public_id}&size=1280").body

    assert names(body)[:2] == ["berlin_01_agency_1280.jpg", "berlin_03_agency_1280.jpg"]


def test_a_photo_without_the_size_comes_in_its_own(client: Client) -> None:
    gallery = make.make_gallery()
    make.make_photo(gallery=gallery, file=make.jpeg(width=700, height=500))

    with zipfile.ZipFile(io.BytesIO(zip_of(client, gallery, "?size=1920").body)) as archive:
        assert archive.infolist()[0].filename.endswith("_1920.jpg")


def test_what_is_hidden_is_not_in_it(client: Client) -> None:
    gallery = gallery_of(2)
    hidden = make.make_photo(gallery=gallery, position=9, release="held_back")

    assert len(names(zip_of(client, gallery).body)) == 2 + 4
    asked = zip_of(client, gallery, f"?photo={hidden.public_id}&photo={gallery.photos.first().public_id}")
    assert len(names(asked.body)) == 1 + 4
    alone = zip_of(client, gallery, f"?photo={hidden.public_id}")
    unknown = zip_of(client, gallery, "?photo=p22222222")
    assert alone.status_code == unknown.status_code == 400


@pytest.mark.parametrize(
    "hidden", [{"state": "draft", "publish_at": None}, {"publish_at": make.LONG_AGO.replace(year=2100)}]
)
def test_a_gallery_that_is_not_public_has_no_archive(client: Client, hidden: Any) -> None:
    gallery = make.make_gallery(photos=1, **hidden)

    assert zip_of(client, gallery).status_code == 404


def test_an_archive_is_resumed_anywhere(client: Client) -> None:
    gallery = gallery_of(2)
    whole = zip_of(client, gallery)
    length = len(whole.body)

    for start in (1, 500, length // 2, length - 900, length - 30, length - 1):
        rest = zip_of(client, gallery, range=f"bytes={start}-", if_range=whole.headers["ETag"])
        assert (rest.status_code, rest.body) == (206, whole.body[start:])
    piece = zip_of(client, gallery, range="bytes=10-2000")
    assert piece.body == whole.body[10:2001]


def test_a_corrected_caption_makes_another_archive(client: Client) -> None:
    gallery = gallery_of(1)
    before = zip_of(client, gallery)
    gallery.photos.update(caption_en="Corrected")

    after = zip_of(client, gallery, range="bytes=10-", if_range=before.headers["ETag"])

    assert after.status_code == 200
    assert b"Corrected" in after.body


def test_a_damaged_photo_is_left_out_and_shown_in_the_admin(client: Client) -> None:
    gallery = gallery_of(2)
    file = gallery.photos.last().files.get()
    type(file).objects.filter(pk=file.pk).update(sha256="0" * 64)

    body = zip_of(client, gallery).body

    assert names(body)[:2] == ["berlin_01_agency.jpg", "captions.csv"]
    file.refresh_from_db()
    assert file.problem


def test_too_many_photos_are_refused_with_a_sentence(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    gallery = gallery_of(3)
    monkeypatch.setattr(downloads, "MOST_PHOTOS", 2)

    response = zip_of(client, gallery)

    assert response.status_code == 400
    assert "You selected 3 photos. A ZIP file can hold 2 at most." in response.body.decode()


def test_too_many_bytes_are_refused_and_the_choice_is_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    gallery = gallery_of(2)
    monkeypatch.setattr(downloads, "MOST_BYTES", 100)
    photo = gallery.photos.first()

    response = zip_of(client, gallery, f"?chosen=1&photo={photo.public_id}&size=1920")

    assert response.status_code == 400
    assert f'value="{photo.public_id}" checked' in response.body.decode()
    assert '<option value="1920" selected>' in response.body.decode()


def test_no_box_ticked_is_no_gallery_by_mistake(client: Client) -> None:
    response = zip_of(client, gallery_of(2), "?chosen=1&size=1920")

    assert response.status_code == 400
    assert "Select at least one photo." in response.body.decode()


def test_an_archive_needs_little_memory(client: Client) -> None:
    gallery = make.make_gallery()
    for number in range(3):
        noise = Image.merge("RGB", [Image.effect_noise((1000, 700), 90 + number) for _channel in range(3)])
        out = io.BytesIO()  # few pixels, of which sizes are made, and many bytes
        noise.save(out, "JPEG", quality=100, subsampling=0)
        make.make_photo(gallery=gallery, file=out.getvalue())
    response: Any = client.get(f"/en/galleries/{gallery.slug}/photos.zip")
    tracemalloc.start()
    try:
        length = sum(len(chunk) for chunk in response)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert length > 3 * 1_500_000
    assert peak < 1_000_000


def test_profiles_and_long_captions_are_not_held_in_memory(client: Client) -> None:
    gallery = make.make_gallery()
    profile = bytes(1_000_000)  # like that of a printing press, and in the file as often as there are photos
    for number in range(8):
        out = io.BytesIO()
        Image.new("RGB", (1000, 700), (number, 9, 9)).save(out, "JPEG", icc_profile=profile)
        make.make_photo(gallery=gallery, file=out.getvalue())
    client.get("/en/")
    tracemalloc.start()
    try:
        response: Any = client.get(f"/en/galleries/{gallery.slug}/photos.zip")
        length = sum(len(chunk) for chunk in response)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert length > 8 * 1_000_000
    assert peak < 6_000_000


@pytest.mark.parametrize("number", [1, 10])
def test_an_archive_takes_as_many_queries_whatever_it_holds(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    gallery = make.make_gallery(meeting=make.make_meeting(), terms=make.make_page(), photos=number)
    address = f"/en/galleries/{gallery.slug}/photos.zip"

    with django_assert_num_queries(9):  # two of them keep by which hashes these copies are known again
        b"".join(client.get(address))


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_two_remainders_are_put_together(first: bytes, second: bytes) -> None:
    assert combined(zlib.crc32(first), zlib.crc32(second), len(second)) == zlib.crc32(first + second)
