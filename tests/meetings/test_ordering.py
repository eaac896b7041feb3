"""Positions of rows that editors put in order."""

import pytest

from meetings.ordering import renumber
from photos.models import Photo
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("positions", "order"),
    [((30, 10, 20), [2, 3, 1]), ((0, 0, 0), [1, 2, 3]), ((1, 2, 3), [1, 2, 3]), ((7, 7, 1), [3, 1, 2])],
)
def test_rows_are_numbered_from_one_in_the_order_of_their_positions(
    positions: tuple[int, ...], order: list[int]
) -> None:
    gallery = factories.make_gallery()
    photos = [factories.make_photo(gallery=gallery, position=each) for each in positions]
    renumber(Photo.objects.filter(gallery=gallery))
    ordered = list(Photo.objects.filter(gallery=gallery))
    assert [photos.index(photo) + 1 for photo in ordered] == order
    assert [photo.position for photo in ordered] == [1, 2, 3]


def test_other_rows_keep_their_positions() -> None:
    other = factories.make_photo(position=9)
    renumber(Photo.objects.filter(gallery=factories.make_gallery(photos=1)))
    other.refresh_from_db()
    assert other.position == 9
