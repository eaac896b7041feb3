"""Flags: the drawing of the ISO code unless a picture of one's own is stored."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile

from partners.flags import drawn_codes
from partners.models import Partner
from tests import factories as make
from website.templatetags.flags import flag_url

DRAWINGS = sorted((Path(settings.BASE_DIR) / "static" / "flags").glob("*.svg"))
# All that could run, or fetch something from elsewhere, where a drawing is opened by itself.
ACTIVE = re.compile(r"<script|<foreignObject|<style|<image|\son\w+=|@import|href=\"[^#]|url\([^#]", re.IGNORECASE)
XML = "http://www.w3.org/"


def organisation(acronym: str) -> Partner:
    return make.make_partner(kind="organisation", iso_code=None, acronym=acronym)


@pytest.mark.django_db
def test_a_country_shows_the_drawing_of_its_code() -> None:
    germany = make.make_partner(iso_code="DE")

    assert flag_url(germany, germany) == "/static/flags/de.svg"


@pytest.mark.django_db
def test_a_picture_of_its_own_goes_before_the_drawing() -> None:
    germany = make.make_partner(iso_code="DE", flag=ContentFile(make.jpeg(colour=(3, 5, 8)), name="own.jpg"))

    assert flag_url(germany, germany).startswith(f"/media/{germany.public_id}/")


@pytest.mark.django_db
def test_a_former_name_without_a_flag_shows_the_drawing_too() -> None:
    czechia = make.make_partner(iso_code="CZ")
    former = czechia.former_names.create(name_en="Czech Republic", until="2016")

    assert flag_url(czechia, former) == "/static/flags/cz.svg"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("acronym", "address"),
    [("EU", "/static/flags/eu.svg"), ("UN", "/static/flags/un.svg"), ("NATO", ""), ("DE", ""), ("", "")],
)
def test_an_organisation_shows_a_drawing_where_iso_reserves_its_code(acronym: str, address: str) -> None:
    bearer = organisation(acronym)

    assert flag_url(bearer, bearer) == address


@pytest.mark.django_db
def test_a_code_without_a_drawing_shows_none() -> None:
    unknown = make.make_partner(iso_code="QQ")

    assert flag_url(unknown, unknown) == ""


def test_every_drawing_is_named_by_its_code_and_found() -> None:
    assert len(drawn_codes()) > 250
    assert {path.stem.upper() for path in DRAWINGS} == drawn_codes()
    assert finders.find("flags/de.svg")
    assert finders.find("flags/LICENSE.txt")


def test_no_drawing_runs_or_fetches_anything() -> None:
    texts = {path.name: path.read_text().replace(XML, "") for path in DRAWINGS}

    assert [name for name, text in texts.items() if not text.startswith("<svg") or "viewBox" not in text] == []
    assert [(name, found[0]) for name, text in texts.items() if (found := ACTIVE.search(text))] == []
