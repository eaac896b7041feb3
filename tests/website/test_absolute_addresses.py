"""Pages, files and lists for machines name the site by its address and port."""

import io
import re
import zipfile
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories as make
from tests.website.addresses import Request, addresses_of

pytestmark = pytest.mark.django_db

ADDRESS: Final = "https://press.example:8443"
ANOTHER_NAME: Final = "alias.example"
WITHOUT_ADDRESS: Final = {"permalink", "card"}  # a redirect, and a picture that carries no words


def of_every_kind() -> list[Any]:
    """Return a public row of each kind that has a page or a file."""
    make.make_office(email="press@m.example")
    terms = make.make_page(body_en='<p>See <a href="/en/verify/">here</a>.</p>')
    meeting = make.make_meeting()
    session = make.make_session(meeting=meeting, formats=[make.make_format()])
    gallery = make.make_gallery(meeting=meeting, terms=terms)
    photo = make.make_photo(gallery=gallery, session=session, file=make.jpeg(width=700, height=500))
    statement, article = make.make_statement(languages=["en", "fr"]), make.make_article(languages=["en"])
    person = make.make_person()
    return [
        *(meeting, session, photo.gallery, photo, statement, article, terms),
        *(make.make_topic(), make.make_partner(), session.formats.get(), person),
        *(*statement.editions.all(), *article.editions.all()),
    ]


def test_whatever_leaves_the_site_names_it_by_its_address_whatever_name_it_was_reached_by(
    client: Client, settings: Any
) -> None:
    settings.SITE_ADDRESS, settings.ALLOWED_HOSTS = ADDRESS, [ANOTHER_NAME]
    rows = of_every_kind()
    sitemaps = [reverse("sitemap"), reverse("sitemap-section", args=["photos", 1])]
    asked = [Request(path) for path in ("/robots.txt", "/en/", "/en/articles/", *sitemaps)]
    asked += [request for row in rows for request in addresses_of(row, ["en"])]

    said: dict[str, set[bool]] = {}
    for request in asked:
        answer = client.get(request.path, headers={"host": ANOTHER_NAME})
        body = b"".join(answer)
        assert answer.status_code in (200, 302), request
        assert ANOTHER_NAME.encode() not in body + repr(dict(answer.headers)).encode(), request
        said.setdefault(request.name, set()).add(ADDRESS.encode() in body)

    silent = {name for name, found in said.items() if False in found}
    assert silent == WITHOUT_ADDRESS
    assert len(said) > 15


def test_every_text_of_an_archive_and_every_photo_in_it_names_the_site_by_its_address(
    client: Client, settings: Any
) -> None:
    settings.SITE_ADDRESS, settings.ALLOWED_HOSTS = ADDRESS, [ANOTHER_NAME]
    gallery = next(row for row in of_every_kind() if row._meta.model_name == "gallery")

    answer = client.get(reverse("gallery-zip", args=[gallery.slug]), headers={"host": ANOTHER_NAME})

    with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    named = {name for name, content in members.items() if ADDRESS.encode() in content}
    assert {re.sub(r".*\.", "", name) for name in named} == {"jpg", "csv", "html"}
    assert [name for name, content in members.items() if ANOTHER_NAME.encode() in content] == []
