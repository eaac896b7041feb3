"""Synthetic content: like a real meeting, sound, public, marked as synthetic."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client

from demonstration.synthetic import pictures
from meetings.models import Article, Meeting, Outcome, Participation, Session, Statement
from partners.models import Partner
from photos.files import integrity, rendition_tasks
from photos.models import Gallery, Photo, PhotoFile
from publishing.models import AuditLogEntry, Office
from publishing.public_ids import models_by_letter
from publishing.states import State
from tests.conftest import MadeOnce
from tests.our_apps import APPS

TODAY = date(2026, 4, 15)
MEETINGS = 4
ONE = "synthetic-3-"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _synthetic(made_once: MadeOnce) -> Iterator[None]:
    """Synthetic meetings with one picture, since encoding all of them takes seconds."""
    with made_once():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pictures, "PICTURES", 1)
            call_command("generate", "--meetings", str(MEETINGS), "--day", str(TODAY), verbosity=0)
        yield


def test_a_meeting_has_the_shape_of_the_one_in_the_demonstration() -> None:
    per_meeting = {Session: 6, Participation: 175, Outcome: 16, Statement: 5, Article: 2, Gallery: 1, Photo: 55}

    assert {model: model.objects.count() for model in per_meeting} == {
        model: number * MEETINGS for model, number in per_meeting.items()
    }
    assert PhotoFile.objects.count() == Photo.objects.count()
    assert AuditLogEntry.objects.count() == 0


def test_every_row_passes_the_checks_of_its_model() -> None:
    for model in apps.get_models():
        if model._meta.app_label in APPS:
            for row in model._default_manager.order_by("-pk")[:40]:
                row.full_clean(exclude=["flag"])  # which would be left open


def test_every_public_row_could_have_been_published_by_a_verb() -> None:
    rows = [row for model in models_by_letter().values() for row in model.objects.order_by("-pk")[:40]]
    checked = [row for row in rows if getattr(row, "state", "") == State.APPROVED]

    assert len(checked) > 200
    assert [str(each) for row in checked for each in row.obstacles()] == []


def test_all_of_it_is_marked_as_synthetic() -> None:
    slugs = [slug for model in (Meeting, Statement, Article, Gallery) for slug in model.objects.values_list("slug")]
    meeting = Meeting.objects.get(slug__startswith=ONE)

    assert len(slugs) > 30 and all(slug.startswith("synthetic-") for (slug,) in slugs)
    assert all("synthetic" in row.name.lower() for row in Partner.objects.all())
    assert meeting.title_en.startswith("Synthetic") and meeting.title_de.startswith("Synthetisch")
    assert "None of it took place" in Office.objects.get().footnote_en


@pytest.mark.parametrize("language", ["en", "de"])
def test_visitors_reach_its_pages(language: str) -> None:
    slug = Meeting.objects.get(slug__startswith=ONE).slug
    photo = Photo.objects.filter(gallery__slug=slug).first()
    pages = (
        *("", f"meetings/{slug}/", f"meetings/{slug}/session-1/", f"statements/{slug}-statement/"),
        *(f"articles/{slug}-report/", f"galleries/{slug}/", f"galleries/{slug}/{photo.public_id}/"),
        *(
            "partners/synthetic-norland/",
            "people/synthetic-qm-15/",
            "formats/synthetic-council-1/",
            "topics/synthetic-trade/",
        ),
    )

    answers = {page: Client().get(f"/{language}/{page}").status_code for page in pages}

    assert answers == dict.fromkeys(pages, 200)


def test_photos_share_the_stored_pictures_and_lack_nothing() -> None:
    files = PhotoFile.objects.select_related("photo")

    assert len({file.sha256 for file in files}) == 1
    assert [file.pk for file in files if rendition_tasks.lacks_something(file)] == []
    assert integrity.damage(files[0]) == ""
