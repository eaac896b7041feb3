"""The page for choosing photos: a plain form that keeps the choice."""

from typing import Any

import pytest
from django.test import Client

from tests import factories as make

pytestmark = pytest.mark.django_db


def page(client: Client, gallery: Any, query: str = "", language: str = "en") -> str:
    response = client.get(f"/{language}/galleries/{gallery.slug}/download/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_it_offers_the_gallery_in_every_size_and_names_the_terms(client: Client) -> None:
    gallery = make.make_gallery(terms=make.make_page(title_en="Press use"), photos=2)

    text = page(client, gallery)

    for size in ("original", "1920", "1280"):
        assert f'<button name="size" value="{size}">' in text
    assert "ZIP, 2 photos, about" in text
    assert "Press use" in text


def test_every_public_photo_can_be_ticked_and_no_other(client: Client) -> None:
    gallery = make.make_gallery(photos=2)
    hidden = make.make_photo(gallery=gallery, release="held_back")

    text = page(client, gallery)

    for photo in gallery.photos.exclude(pk=hidden.pk):
        assert f'<input type="checkbox" name="photo" value="{photo.public_id}">' in text
    assert hidden.public_id not in text


def test_what_the_address_names_is_ticked_already(client: Client) -> None:
    gallery = make.make_gallery(photos=2)
    photo = gallery.photos.first()

    text = page(client, gallery, f"?photo={photo.public_id}&size=1280")

    assert text.count(" checked>") == 1
    assert f'value="{photo.public_id}" checked>' in text
    assert '<option value="1280" selected>' in text


def test_a_gallery_that_is_not_public_has_no_such_page(client: Client) -> None:
    gallery = make.make_gallery(photos=1, state="draft", publish_at=None)

    assert client.get(f"/en/galleries/{gallery.slug}/download/").status_code == 404


def test_a_withdrawn_gallery_says_why(client: Client) -> None:
    gallery = make.make_gallery(photos=1)
    make.withdraw(gallery, explanation_en="Wrong day.")

    response = client.get(f"/en/galleries/{gallery.slug}/download/")

    assert response.status_code == 410
    assert "Wrong day." in response.content.decode()


@pytest.mark.parametrize("number", [1, 10])
def test_it_takes_four_queries(client: Client, django_assert_num_queries: Any, number: int) -> None:
    gallery = make.make_gallery(meeting=make.make_meeting(), photos=number)

    with django_assert_num_queries(4):
        page(client, gallery)
