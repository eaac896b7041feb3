"""The sizes of a photo: upright, in sRGB, small, and ready before it is public."""

import hashlib
import io
from pathlib import Path
from typing import Any, cast

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult
from PIL import Image

from photos.files import rendition_tasks
from photos.files.store import store
from photos.formats import jpeg
from photos.models import Photo, PhotoFile
from tests import factories as make
from tests.factories import encoded
from tests.profiles import ADOBE_RGB, DISPLAY_P3, Space

pytestmark = pytest.mark.django_db

DATABASE_BACKEND = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
COLOURS = [(200, 30, 40), (30, 200, 60), (40, 60, 210), (128, 128, 128), (230, 200, 120)]


def stored(content: bytes, **values: Any) -> PhotoFile:
    photo: Photo = make.make_photo(**values)
    photo.files.all().delete()
    return store(photo, ContentFile(content, name="delivered.jpg"))


def opened(file: PhotoFile, size: str, ext: str) -> Image.Image:
    with default_storage.open(file.path(size, ext)) as made:
        image = Image.open(io.BytesIO(made.read()))
        image.load()
    return image


def sizes(file: PhotoFile) -> set[tuple[str, str, int, int]]:
    return {(each["size"], each["ext"], each["width"], each["height"]) for each in file.renditions}


def assert_is(image: Image.Image, x: int, y: int, colour: tuple[int, ...]) -> None:
    seen = cast(tuple[int, ...], image.convert("RGB").getpixel((x, y)))
    assert max(abs(is_ - wanted) for is_, wanted in zip(seen, colour, strict=True)) <= 6, (seen, colour)


def test_a_large_photo_gets_every_size_in_both_formats() -> None:
    file = stored(make.jpeg(width=3000, height=2000))

    assert sizes(file) == {
        ("1920", "jpg", 1920, 1280),
        ("1920", "avif", 1920, 1280),
        ("1280", "jpg", 1280, 853),
        ("1280", "avif", 1280, 853),
        ("640", "jpg", 640, 427),
        ("640", "avif", 640, 427),
        ("320", "avif", 320, 213),
    }
    for each in file.renditions:
        made = opened(file, each["size"], each["ext"])
        assert (made.format, made.size) == (
            each["ext"].upper().replace("JPG", "JPEG"),
            (each["width"], each["height"]),
        )
        assert default_storage.size(file.path(each["size"], each["ext"])) == each["bytes"]


def test_a_jpeg_size_is_progressive() -> None:
    assert opened(stored(make.jpeg(width=700, height=500)), "640", "jpg").info["progressive"]


def test_a_small_photo_is_never_enlarged() -> None:
    assert sizes(stored(make.jpeg(width=300, height=200))) == {
        ("640", "jpg", 300, 200),
        ("640", "avif", 300, 200),
        ("320", "avif", 300, 200),
    }


def test_what_is_no_jpeg_gets_one_at_full_size() -> None:
    file = stored(encoded(Image.new("RGB", (2500, 1000), (10, 120, 200)), "PNG"))

    assert ("full", "jpg", 2500, 1000) in sizes(file)
    assert_is(opened(file, "full", "jpg"), 5, 5, (10, 120, 200))
    assert file.scan == {}


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_every_orientation_comes_out_upright(orientation: int, kind: str) -> None:
    upright = Image.new("RGB", (600, 900), "white")
    upright.paste("red", (0, 0, 300, 450))
    upright.paste("blue", (300, 0, 600, 450))
    turned = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    image = upright if turned is None else upright.transpose(Image.Transpose(turned))
    exif = Image.Exif()
    exif[0x0112] = orientation

    file = stored(encoded(image, kind, exif=exif, quality=95))

    assert (file.width, file.height) == (600, 900)
    for ext in ("jpg", "avif"):
        made = opened(file, "640", ext)
        assert made.size == (600, 900)
        assert_is(made, 100, 100, (255, 0, 0))
        assert_is(made, 500, 100, (0, 0, 255))
        assert_is(made, 100, 800, (255, 255, 255))
        assert made.getexif().get(0x0112, 1) == 1


@pytest.mark.parametrize("space", [ADOBE_RGB, DISPLAY_P3], ids=["Adobe RGB", "Display P3"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_colours_of_wide_spaces_come_out_right_in_srgb(space: Space, kind: str) -> None:
    image = Image.new("RGB", (1000, 400))
    for number, colour in enumerate(COLOURS):
        image.paste(colour, (200 * number, 0, 200 * number + 200, 400))
    options = {"quality": 95, "subsampling": 0} if kind == "JPEG" else {}

    file = stored(encoded(image, kind, icc_profile=space.profile(), **options))

    for size, ext in (("640", "jpg"), ("640", "avif"), ("320", "avif")):
        made = opened(file, size, ext)
        for number, colour in enumerate(COLOURS):
            x = round((200 * number + 100) * made.width / 1000)
            assert_is(made, x, made.height // 2, space.in_srgb(colour))
        assert not made.info.get("icc_profile")


def test_a_transparent_picture_of_a_wide_space_is_on_white_in_the_right_colour() -> None:
    image = Image.new("RGBA", (700, 500), (0, 0, 0, 0))
    image.paste((40, 60, 210, 255), (0, 0, 350, 500))

    file = stored(encoded(image, "PNG", icc_profile=ADOBE_RGB.profile()))

    made = opened(file, "640", "jpg")
    assert_is(made, 100, 100, ADOBE_RGB.in_srgb((40, 60, 210)))
    assert_is(made, 600, 100, (255, 255, 255))


@pytest.mark.parametrize(
    ("image", "colour"),
    [
        (Image.new("CMYK", (700, 500), (0, 255, 255, 0)), (255, 0, 0)),
        (Image.new("L", (700, 500), 90), (90, 90, 90)),
        (Image.new("RGB", (700, 500), (10, 120, 200)), (10, 120, 200)),
    ],
    ids=["CMYK", "grey", "RGB"],
)
@pytest.mark.parametrize("profile", [None, b"broken", ADOBE_RGB.profile()], ids=["no", "broken", "RGB"])
def test_a_jpeg_of_any_mode_comes_out_in_colour_whatever_its_profile(
    image: Image.Image, colour: tuple[int, ...], profile: bytes | None
) -> None:
    if profile and len(profile) > 10 and image.mode == "RGB":
        colour = ADOBE_RGB.in_srgb(cast(tuple[int, int, int], colour))

    file = stored(encoded(image, "JPEG", icc_profile=profile, quality=95))

    assert_is(opened(file, "640", "jpg"), 10, 10, colour)


@pytest.mark.parametrize(
    ("image", "colour"),
    [
        (Image.new("I;16", (700, 500), 128 * 256), (128, 128, 128)),
        (Image.new("1", (700, 500), 1), (255, 255, 255)),
        (Image.new("P", (700, 500), 0), (0, 0, 0)),
        (Image.new("LA", (700, 500), (0, 0)), (255, 255, 255)),
        (Image.new("RGBA", (700, 500), (255, 0, 0, 0)), (255, 255, 255)),
    ],
    ids=["16 bits", "1 bit", "palette", "grey and clear", "clear"],
)
def test_a_png_of_any_mode_keeps_its_tone(image: Image.Image, colour: tuple[int, ...]) -> None:
    assert_is(opened(stored(encoded(image, "PNG")), "640", "jpg"), 10, 10, colour)


def test_sizes_carry_credit_copyright_and_the_permanent_address() -> None:
    file = stored(make.jpeg(width=700, height=500), credit="Jörg Großmann/AA", copyright="© AA")

    for each in file.renditions:
        packet = opened(file, each["size"], each["ext"]).info["xmp"].decode()
        assert "Jörg Großmann/AA" in packet
        assert "© AA" in packet
        assert f"{settings.SITE_ADDRESS}/id/{file.photo.public_id}" in packet


def test_copies_of_every_size_are_known_again() -> None:
    file = stored(make.jpeg(width=700, height=500))

    known = dict(file.digests.values_list("sha256", "size"))

    assert known[file.sha256] == "original"
    assert known[file.scan["sha256"]] == "original"
    for each in file.renditions:
        assert known[each["sha256"]] == each["size"]
        if each["ext"] == "jpg":
            assert known[each["scan"]["sha256"]] == each["size"]


def test_each_jpeg_has_where_its_picture_is() -> None:
    content = make.jpeg(width=700, height=500) + b"behind the end"
    file = stored(content)

    assert jpeg.Scan.from_row(file.scan) == jpeg.scan(content)


def test_in_the_request_only_the_smallest_jpeg_is_made(settings: Any) -> None:
    settings.TASKS = DATABASE_BACKEND
    file = stored(make.jpeg(width=3000, height=2000))

    assert (file.status, sizes(file)) == ("pending", {("640", "jpg", 640, 427)})
    assert not Photo.objects.public().filter(pk=file.photo_id).exists()

    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)

    file.refresh_from_db()
    assert (file.status, len(file.renditions)) == ("ready", 7)
    assert Photo.objects.public().filter(pk=file.photo_id).exists()


def test_the_files_in_the_row_are_on_the_disk_whichever_process_made_them_first(settings: Any) -> None:
    settings.TASKS = DATABASE_BACKEND
    file = stored(encoded(Image.effect_noise((2000, 1300), 60).convert("RGB")))

    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)

    file.refresh_from_db()
    for each in file.renditions:
        with default_storage.open(file.path(each["size"], each["ext"])) as made:
            assert hashlib.sha256(made.read()).hexdigest() == each["sha256"], each["size"]


def test_what_an_interruption_left_is_taken_up(settings: Any) -> None:
    settings.TASKS = DATABASE_BACKEND
    file = stored(make.jpeg())
    DBTaskResult.objects.all().delete()

    assert rendition_tasks.ask_for_unmade() == 1

    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)

    file.refresh_from_db()
    assert file.status == "ready"


def test_a_replaced_photo_is_never_missing(settings: Any) -> None:
    photo = make.make_photo()
    settings.TASKS = DATABASE_BACKEND

    store(photo, ContentFile(make.jpeg(colour=(9, 8, 7), width=70), name="new.jpg"))

    assert Photo.objects.public().filter(pk=photo.pk).exists()


def original_path(file: PhotoFile) -> Path:
    return Path(default_storage.path(file.path("original", file.format)))


def test_a_failure_says_why_and_can_be_tried_again(settings: Any) -> None:
    settings.TASKS = DATABASE_BACKEND
    file = stored(make.jpeg(width=900, height=600))
    path = original_path(file)
    content = path.read_bytes()
    path.write_bytes(content[:700])
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    file.refresh_from_db()
    assert file.status == "failed"
    assert "differs from the delivered file" in file.problem

    path.write_bytes(content)
    rendition_tasks.make_again(file)
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)

    file.refresh_from_db()
    assert (file.status, file.problem) == ("ready", "")


def test_a_missing_original_is_said_and_what_is_shown_stays() -> None:
    file = stored(make.jpeg(width=900, height=600))
    original_path(file).unlink()

    rendition_tasks.make_again(file)

    file.refresh_from_db()
    assert file.status == "ready"
    assert "not in the storage" in file.problem


def test_a_changed_credit_line_makes_new_files_and_old_copies_stay_known() -> None:
    file = stored(make.jpeg(width=700, height=500), credit="Wrong")
    before = dict(file.digests.values_list("sha256", "size"))
    photo = file.photo
    photo.credit = "Right"
    photo.save()

    rendition_tasks.refresh([photo])

    file.refresh_from_db()
    assert "Right" in opened(file, "640", "avif").info["xmp"].decode()
    assert before.items() < dict(file.digests.values_list("sha256", "size")).items()


def test_an_unchanged_credit_line_makes_no_new_files(settings: Any) -> None:
    file = stored(make.jpeg())
    settings.TASKS = DATABASE_BACKEND

    rendition_tasks.refresh([file.photo])

    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    assert PhotoFile.objects.get(pk=file.pk).renditions == file.renditions
    assert not rendition_tasks.is_outdated(file)
