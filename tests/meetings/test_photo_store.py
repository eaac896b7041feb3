"""Storing a photo: kept byte for byte, recognised by content, refused with a sentence and nothing left behind."""

import io
from pathlib import Path
from typing import cast

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageCms

from meetings.models import Photo, PhotoFile
from meetings.photos import pictures
from meetings.photos.store import store
from tests import factories

pytestmark = pytest.mark.django_db


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def stored(content: bytes, name: str = "delivered.jpg") -> PhotoFile:
    return store(factories.make_photo(), ContentFile(content, name=name))


def opened(file: PhotoFile, size: str) -> Image.Image:
    with default_storage.open(file.path(size, "jpg")) as made:
        image = Image.open(io.BytesIO(made.read()))
        image.load()
    return image


def pixel(file: PhotoFile, x: int = 10, y: int = 10) -> tuple[int, ...]:
    """Return red, green and blue of a pixel of the rendition that is 640 wide."""
    return cast(tuple[int, ...], opened(file, "640").getpixel((x, y)))


def media_files() -> set[Path]:
    root = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    return {path for path in root.rglob("*") if path.is_file()}


def test_the_original_is_kept_byte_for_byte() -> None:
    content = factories.jpeg(width=900, height=600) + b"trailing bytes of the camera"

    file = stored(content)

    with default_storage.open(file.path("original", "jpg")) as original:
        assert original.read() == content
    assert (file.width, file.height, file.size, file.format) == (900, 600, len(content), "jpg")


def test_renditions_are_made_at_once_and_never_enlarged() -> None:
    assert [
        (r["size"], r["width"], r["height"])
        for r in stored(factories.jpeg(width=3000, height=2000)).renditions
    ] == [
        ("1600", 1600, 1067),
        ("640", 640, 427),
    ]
    assert [(r["size"], r["width"]) for r in stored(factories.jpeg(width=1000, height=500)).renditions] == [
        ("640", 640)
    ]
    assert [(r["size"], r["width"]) for r in stored(factories.jpeg(width=300, height=200)).renditions] == [
        ("640", 300)
    ]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_comes_out_upright(orientation: int) -> None:
    upright = Image.new("RGB", (600, 900), "white")
    upright.paste("red", (0, 0, 300, 450))
    turned = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    image = upright if turned is None else upright.transpose(Image.Transpose(turned))
    exif = Image.Exif()
    exif[0x0112] = orientation

    file = stored(encoded(image, "JPEG", exif=exif, quality=95))

    assert (file.width, file.height) == (600, 900)
    assert opened(file, "640").size == (600, 900)
    red, green, blue = pixel(file, 100, 100)
    assert red > 240 and green < 20 and blue < 20
    assert min(pixel(file, 500, 800)) > 240


@pytest.mark.parametrize(
    ("kind", "ending"), [("PNG", "png"), ("WEBP", "webp"), ("TIFF", "tif"), ("AVIF", "avif"), ("MPO", "jpg")]
)
def test_other_formats_are_recognised_by_content_not_by_name(kind: str, ending: str) -> None:
    file = stored(encoded(Image.new("RGB", (700, 500), "navy"), kind), name="holiday.txt")

    assert file.format == ending
    assert opened(file, "640").format == "JPEG"


def test_a_transparent_picture_stands_on_white() -> None:
    file = stored(encoded(Image.new("RGBA", (700, 500), (255, 0, 0, 0)), "PNG"))

    assert min(pixel(file)) > 250


def test_a_sixteen_bit_grey_picture_keeps_its_tone() -> None:
    file = stored(encoded(Image.new("I;16", (700, 500), 128 * 256), "PNG"))

    assert all(abs(level - 128) < 4 for level in pixel(file))


def test_a_broken_colour_profile_is_left_aside() -> None:
    file = stored(
        encoded(Image.new("RGB", (700, 500), (10, 120, 200)), "JPEG", icc_profile=b"broken", quality=95)
    )

    assert all(abs(is_ - was) < 6 for is_, was in zip(pixel(file), (10, 120, 200), strict=True))


def test_a_srgb_profile_changes_no_colour() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    file = stored(
        encoded(Image.new("RGB", (700, 500), (10, 120, 200)), "JPEG", icc_profile=profile, quality=95)
    )

    assert all(abs(is_ - was) < 6 for is_, was in zip(pixel(file), (10, 120, 200), strict=True))


def animation() -> bytes:
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "green")]
    return encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:])


REFUSED = {
    "nothing": (b"", "empty"),
    "text": (b"a letter, not a picture", "no picture"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>', "no picture"),
    "gif": (encoded(Image.new("P", (40, 40)), "GIF"), "no picture"),
    "eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "no picture"),
    "heic": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "HEIC"),
    "animated": (animation(), "animation"),
    "half a JPEG": (factories.jpeg(width=900, height=600)[:2000], "damaged"),
    "many pixels": (encoded(Image.new("1", (13000, 13000)), "PNG"), "megapixels"),
}


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_acceptable_picture_is_refused_and_leaves_nothing(content: bytes, sentence: str) -> None:
    photo = factories.make_photo()
    before, current = media_files(), photo.files.get()

    with pytest.raises(ValidationError, match=sentence):
        store(photo, ContentFile(content, name="picture.jpg"))

    assert media_files() == before
    assert photo.files.get() == current


def test_a_file_above_sixty_megabytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_BYTES", 1000)

    with pytest.raises(ValidationError, match="larger than"):
        pictures.read(factories.jpeg(width=900, height=600))


def test_replacing_keeps_the_old_file_in_the_history() -> None:
    photo = factories.make_photo()
    old = photo.files.get()

    new = store(photo, ContentFile(factories.jpeg(colour=(1, 2, 3), width=70), name="new.jpg"))

    assert list(photo.files.filter(replaced_at=None)) == [new]
    old.refresh_from_db()
    assert old.replaced_at is not None
    assert default_storage.exists(old.path("original", "jpg"))


def test_the_same_content_again_changes_nothing() -> None:
    content = factories.jpeg(colour=(9, 9, 9))
    photo: Photo = factories.make_photo(file=content)
    current = photo.files.get()

    assert store(photo, ContentFile(content, name="again.jpg")) == current
    assert photo.files.count() == 1
