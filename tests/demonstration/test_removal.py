"""The demonstration is removed completely; the work of editors stays."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
import reversion
from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings
from reversion.models import Revision, Version

from config import preparation
from demonstration.content import PICTURES
from meetings.models import Meeting, Topic
from partners.models import Partner
from photos.files.store import store_ready
from photos.models import Photo, PhotoFile
from publishing.models import AuditLogEntry, Office
from tests import factories as make

pytestmark = pytest.mark.django_db
STAYS = {"publishing.AuditLogEntry", "publishing.ContentStamp", "publishing.LastRun"}
OURS = ("publishing", "editorial", "partners", "meetings", "photos", "website")


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> Path:
    """Load the demonstration with two pictures and accounts; return its media folder."""
    settings.DATA_DIR = tmp_path
    options = {"location": tmp_path / "media", "base_url": None}
    storage = {"BACKEND": "config.storage.WholeFileStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"default": storage}
    call_command("loaddata", "berlin_2011", verbosity=0)
    for number, photo in enumerate(Photo.objects.order_by("position")[:2], 1):
        with reversion.create_revision():
            reversion.add_to_revision(photo)
            store_ready(photo, picture(number))
    for name in preparation.FIRST_ACCOUNTS:
        make.make_user(username=name, role="administrator")
    return tmp_path / "media"


def picture(number: int) -> ContentFile:
    return ContentFile((PICTURES / f"standin-{number:02}.jpg").read_bytes(), name=f"standin-{number:02}.jpg")


def hash_of(number: int) -> str:
    return hashlib.sha256(picture(number).read()).hexdigest()


def files(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def remove(**options: Any) -> str:
    out = io.StringIO()
    call_command("demonstration", remove=True, yes=True, stdout=out, **options)
    return out.getvalue()


def check() -> None:
    """Run the three checks, each of which fails where something is wrong."""
    for command in (["publishing", "check"], ["search", "check"], ["photos", "check"]):
        call_command(*command, stdout=io.StringIO())


def test_it_goes_wholly_with_files_accounts_and_history_and_the_audit_log_stays(media: Path, client: Client) -> None:
    meeting = Meeting.objects.get()
    client.get(f"/media/{meeting.public_id}/0123456789abcdef-card.en.jpg")
    AuditLogEntry.objects.create(action="login", by_name="anna", reason="kept")
    with pytest.raises(CommandError, match="there is no terminal to ask on"):
        call_command("demonstration", remove=True, stdout=io.StringIO())
    assert files(media)

    said = remove()

    left = {model._meta.label for model in apps.get_models() if model._default_manager.exists()}
    assert {label for label in left if label.startswith(OURS)} == STAYS
    assert (User.objects.count(), Version.objects.count(), Revision.objects.count(), files(media)) == (0, 0, 0, [])
    assert AuditLogEntry.objects.filter(reason="kept").exists()
    assert "    55 Photos\n" in said
    assert "No account can manage accounts now. Make one: ./run new" in said
    check()
    assert preparation.begin(pytest.fail) == {}
    assert remove() == "There is nothing of the demonstration here.\n"


def test_what_editors_changed_or_need_stops_it_and_nothing_goes(media: Path) -> None:
    Topic.objects.filter(slug="libya").update(name_en="Libya and its neighbours")
    session = make.make_session()
    albania = Partner.objects.get(slug="albania")
    session.participations.create(partner=albania)
    berlin = Meeting.objects.get(slug="nato-foreign-ministers-berlin-2011")
    make.make_page(body_en=f'<p><a href="/id/{berlin.public_id}">Berlin</a></p>')
    photo = Photo.objects.order_by("position").first()
    PhotoFile.objects.filter(photo=photo).update(sha256="ab" * 32)
    before = (Topic.objects.count(), User.objects.count(), len(files(media)))

    with pytest.raises(CommandError) as refusal:
        remove()

    text = str(refusal.value)
    assert text.startswith("Nothing was removed. Editors changed some of the demonstration, or need it:\n")
    assert "  Topic “Libya and its neighbours” was changed (name_en)\n" in text
    assert f"  Photo “{photo}” was changed (files)\n" in text
    assert "  Country or organisation “Albania” is needed by participant" in text
    assert "  Meeting “NATO Foreign Ministers in Berlin” is needed by page" in text
    assert (Topic.objects.count(), User.objects.count(), len(files(media))) == before


def test_with_keep_these_stay_with_what_they_refer_to_and_the_rest_goes(media: Path, client: Client) -> None:
    Office.objects.update(name_en="Office of the Summit")
    administrator = make.make_user(role="administrator")
    session = make.make_session()
    session.participations.create(partner=Partner.objects.get(slug="albania"))
    mine = make.make_photo()
    mine.files.all().delete()
    store_ready(mine, picture(1))

    said = remove(keep=True)

    assert [each.slug for each in Partner.objects.filter(slug__in=["albania", "germany"])] == ["albania"]
    assert [*Meeting.objects.all()] == [session.meeting]
    assert [*Photo.objects.all()] == [mine]
    assert [*User.objects.all()] == [administrator]
    assert Office.objects.get().name_en == "Office of the Summit"
    assert "This stays, with all that it refers to:" in said
    assert "No account can manage accounts" not in said
    stored = {path.parent.name for path in files(media)}
    assert [hash_of(number) in stored for number in (1, 2)] == [True, False]
    check()
    assert client.get(session.get_absolute_url()).status_code == 200
