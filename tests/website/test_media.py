"""Files: as public as their owner, typed by their content, with plain names."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from photos.files.store import store
from publishing.models import Withdrawal
from tests import factories as make
from website.templatetags.flags import flag_url

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)
HIDDEN: list[dict[str, Any]] = [
    {"release": "held_back"},
    {"release": "own_time", "publish_at": FUTURE},
    {"state": "draft"},
]


def get(client: Client, photo: Any, size: str = "original", ext: str = "jpg", query: str = "") -> Any:
    return read(client, photo.files.get(replaced_at=None).address(size, ext) + query)


def read(client: Client, address: str) -> Any:
    """Ask for the address and read the answer to its end, which closes the file."""
    response = client.get(address)
    response.body = b"".join(response)
    response.close()
    return response


def test_a_size_is_handed_out_as_it_is_stored(client: Client) -> None:
    photo = make.make_photo(file=make.jpeg(width=800, height=600))
    file = photo.files.get()

    for ext, kind in (("jpg", "image/jpeg"), ("avif", "image/avif")):
        response = get(client, photo, size="640", ext=ext)
        with default_storage.open(file.path("640", ext)) as stored:
            assert response.body == stored.read()
        assert response.headers["Content-Type"] == kind
        assert response.headers["Content-Length"] == str(len(response.body))
        assert "Content-Disposition" not in response.headers


def test_a_file_is_harmless_wherever_it_is_opened(client: Client) -> None:
    photo = make.make_photo()
    for size in ("640", "original"):
        headers = get(client, photo, size=size).headers

        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "Set-Cookie" not in headers


def test_copies_of_sizes_may_be_kept_and_downloads_are_asked_for_again(client: Client) -> None:
    photo = make.make_photo()

    assert get(client, photo, size="640").headers["Cache-Control"] == "public, max-age=86400, s-maxage=300"
    assert get(client, photo, size="original").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("size", ["640", "original"])
def test_an_unchanged_file_is_not_sent_again(client: Client, size: str) -> None:
    photo = make.make_photo()
    etag = get(client, photo, size=size).headers["ETag"]

    response = client.get(photo.files.get().address(size, "jpg"), headers={"If-None-Match": etag})

    assert response.status_code == 304


@pytest.mark.parametrize("number", [1, 10])
def test_a_size_takes_one_query(client: Client, django_assert_num_queries: Any, number: int) -> None:
    photo = make.make_gallery(photos=number).photos.first()
    address = photo.files.get().address("640", "jpg")

    with django_assert_num_queries(1):
        read(client, address)


def test_the_server_in_front_learns_what_to_send(client: Client, settings: Any) -> None:
    settings.ACCEL_PREFIX = "/_media/"
    photo = make.make_photo()
    file = photo.files.get()

    response = get(client, photo, size="640", ext="avif")

    assert response.body == b""
    assert response.headers["X-Accel-Redirect"] == f"/_media/{file.path('640', 'avif')}"
    assert response.headers["Content-Type"] == "image/avif"
    assert "X-Accel-Redirect" not in get(client, photo, size="original").headers


@pytest.mark.parametrize("size", ["640", "original"])
@pytest.mark.parametrize("damage", ["missing", "cut"])
def test_a_damaged_file_shows_a_stand_in_and_a_line_on_the_admin(client: Client, size: str, damage: str) -> None:
    photo = make.make_photo(file=make.jpeg(width=65, height=45))
    file = photo.files.get()
    path = Path(default_storage.path(file.path(size, "jpg")))
    content = path.read_bytes()
    try:
        path.unlink() if damage == "missing" else path.write_bytes(content[:300])
        response = get(client, photo, size=size)
    finally:
        path.write_bytes(content)

    assert (response.status_code, response.headers["Content-Type"]) == (404, "image/svg+xml")
    assert b"<svg" in response.body
    assert response.headers["Cache-Control"] == "no-store"
    file.refresh_from_db()
    assert file.problem.startswith("A stored file cannot be read")


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("query", ["", "?download"])
def test_no_file_of_a_photo_that_is_not_public(client: Client, hidden: Any, query: str) -> None:
    photo = make.make_photo(**hidden)

    for size in ("original", "640"):
        assert get(client, photo, size=size, query=query).status_code == 404


def test_no_file_of_a_gallery_that_is_embargoed_or_withdrawn(client: Client) -> None:
    embargoed, withdrawn = make.make_gallery(photos=1, publish_at=FUTURE), make.make_gallery(photos=1)
    Withdrawal.objects.create(public_id=withdrawn.public_id, kind="in_error", reason="x", explanation_en="x")

    for gallery in (embargoed, withdrawn):
        assert get(client, gallery.photos.get()).status_code == 404


def test_a_photo_that_an_article_uses_is_no_more_public_for_that(client: Client) -> None:
    photo = make.make_photo(release="held_back")
    make.make_article(lead_photo=photo, edition={"body": f'<p><a href="/id/{photo.public_id}">x</a></p>'})

    assert get(client, photo).status_code == 404


def test_a_replaced_file_is_no_longer_handed_out(client: Client) -> None:
    photo = make.make_photo()
    old = photo.files.get()
    store(photo, ContentFile(make.jpeg(colour=(1, 2, 3)), name="new.jpg"))

    assert client.get(old.address("640", "jpg")).status_code == 404
    assert get(client, photo).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        *(
            "320.jpg",
            "original.png",
            "original.avif",
            "original.html",
            "640.webp",
            "0640.jpg",
            "originals.jpg",
        ),
        *("..%2f..%2fx.jpg", "full.jpg", "640.jpg?download", "1280.jpg?download", "640.avif?download"),
    ],
)
def test_no_file_under_a_name_that_it_does_not_have(client: Client, name: str) -> None:
    photo = make.make_photo()

    assert client.get(f"/media/{photo.public_id}/{photo.files.get().hash}-{name}").status_code == 404


def test_no_file_with_another_hash(client: Client) -> None:
    photo, other = make.make_photo(), make.make_photo()

    assert client.get(f"/media/{photo.public_id}/{other.files.get().hash}-original.jpg").status_code == 404


def pdf_address(edition: Any) -> Any:
    return f"/media/{edition.public_id}/{re.search('([0-9a-f]{16})[0-9a-f]*.pdf', edition.pdf.name).group(1)}.pdf"


def make_pdf(**values: Any) -> Any:
    return make.make_edition(
        make.make_statement(slug="libya", languages=[]),
        pdf=ContentFile(b"%PDF-1.7 x", name="whatever.pdf"),
        **values,
    )


def test_the_pdf_of_a_public_edition_is_handed_out(client: Client) -> None:
    response = read(client, pdf_address(make_pdf()))

    assert response.body == b"%PDF-1.7 x"
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="libya_en.pdf"'


@pytest.mark.parametrize("hidden", [{"publish_at": FUTURE}, {"state": "draft", "publish_at": None}])
def test_no_pdf_of_an_edition_that_is_not_public(client: Client, hidden: Any) -> None:
    assert client.get(pdf_address(make_pdf(**hidden))).status_code == 404


def test_no_pdf_of_a_document_that_was_withdrawn(client: Client) -> None:
    edition = make_pdf()
    Withdrawal.objects.create(public_id=edition.document.public_id, kind="in_error", reason="x", explanation_en="x")

    assert client.get(pdf_address(edition)).status_code == 404


@pytest.mark.parametrize("wrong", ["0" * 16, "%" * 16, "_" * 16])
def test_no_pdf_with_another_hash(client: Client, wrong: str) -> None:
    edition = make_pdf()

    assert client.get(f"/media/{edition.public_id}/{wrong}.pdf").status_code == 404


def flag_address(partner: Any, bearer: Any) -> Any:
    digest, _, ext = bearer.flag.name.removeprefix("flags/").partition(".")
    return f"/media/{partner.public_id}/{digest}-flag.{ext}"


def test_the_flags_of_a_partner_are_handed_out_those_of_former_days_too(client: Client) -> None:
    partner = make.make_partner(flag=ContentFile(make.jpeg(), name="now.jpg"))
    former = partner.former_names.create(
        name_en="Old", until="2010", flag=ContentFile(make.jpeg(colour=(9, 9, 9)), name="then.png")
    )

    for bearer in (partner, former):
        response = read(client, flag_address(partner, bearer))
        assert (response.status_code, response.headers["Content-Type"]) == (200, "image/jpeg")


def test_two_partners_may_have_the_same_picture_as_their_flag(client: Client) -> None:
    first, second = (make.make_partner(flag=ContentFile(make.jpeg(), name="x.jpg")) for _ in range(2))

    for partner in (first, second):
        assert read(client, flag_url(partner, partner)).body == make.jpeg()
    assert first.flag.name != second.flag.name


def test_no_flag_of_another_partner_or_of_one_that_is_not_public(client: Client) -> None:
    partner = make.make_partner(flag=ContentFile(make.jpeg(), name="x.jpg"))
    hidden = make.make_partner(flag=ContentFile(make.jpeg(colour=(7, 7, 7)), name="x.jpg"), publish_at=FUTURE)

    assert client.get(flag_address(make.make_partner(), partner)).status_code == 404
    assert client.get(flag_address(hidden, hidden)).status_code == 404
