"""Storing a photo: byte for byte, by its content, or refused without leftovers."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, PngImagePlugin, TiffImagePlugin

from photos.files import integrity, pictures, turns
from photos.files.store import store
from photos.formats import decoding
from photos.models import Photo, PhotoFile
from tests import factories
from tests.factories import encoded

pytestmark = pytest.mark.django_db


def stored(content: bytes, name: str = "delivered.jpg") -> PhotoFile:
    return store(factories.make_photo(), ContentFile(content, name=name))


def opened(file: PhotoFile, size: str) -> Image.Image:
    with default_storage.open(file.path(size, "jpg")) as made:
        image = Image.open(io.BytesIO(made.read()))
        image.load()
    return image


def media_files() -> set[Path]:
    root = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    return {path for path in root.rglob("*") if path.is_file()}


def test_the_original_is_kept_byte_for_byte() -> None:
    content = factories.jpeg(width=900, height=600) + b"trailing bytes of the camera"

    file = stored(content)

    with default_storage.open(file.path("original", "jpg")) as original:
        assert original.read() == content
    assert (file.width, file.height, file.size, file.format) == (900, 600, len(content), "jpg")


@pytest.mark.parametrize(
    ("kind", "ending"), [("PNG", "png"), ("WEBP", "webp"), ("TIFF", "tif"), ("AVIF", "avif"), ("MPO", "jpg")]
)
def test_other_formats_are_recognised_by_content_not_by_name(kind: str, ending: str) -> None:
    file = stored(encoded(Image.new("RGB", (700, 500), "navy"), kind), name="holiday.txt")

    assert (file.format, file.status) == (ending, "ready")
    assert opened(file, "640").format == "JPEG"


def two_pages() -> bytes:
    page = Image.new("RGB", (70, 50), "navy")
    return encoded(page, "TIFF", save_all=True, append_images=[page])


def two_pictures() -> bytes:
    picture = Image.new("RGB", (70, 50), "navy")
    return encoded(picture, "MPO", save_all=True, append_images=[picture])


def progressive() -> bytes:
    return encoded(Image.effect_noise((300, 200), 50), "JPEG", progressive=True, quality=90)


def chunked(*chunks: tuple[bytes, bytes], damage: int = 0) -> bytes:
    """A PNG with chunks before its picture; `damage` is added to the checksums."""
    content = encoded(Image.new("RGB", (60, 40), (9, 8, 7)), "PNG")
    made = b"".join(
        struct.pack(">I", len(said)) + kind + said + struct.pack(">I", zlib.crc32(kind + said) + damage)
        for kind, said in chunks
    )
    return content[:33] + made + content[33:]


def case(name: str) -> bytes:
    return (Path(__file__).parent / "cases" / name).read_bytes()


def with_long_text() -> bytes:
    """A PNG of a few kilobytes whose comment is 200 MB when it is unpacked."""
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "x" * 200_000_000, zip=True)
    return encoded(Image.new("RGB", (40, 40)), "PNG", pnginfo=said)


def with_much_said() -> bytes:
    content = factories.jpeg()
    return content[:2] + (b"\xff\xed\xff\xff" + bytes(65533)) * 300 + content[2:]


ACCEPTED = {
    "a TIFF of two pages": two_pages(),
    "an MPO of two pictures": two_pictures(),
    "a JPEG that is a page of HTML as well": factories.jpeg() + b"<script>alert(1)</script>",
    "a JPEG that is an archive as well": factories.jpeg() + b"PK\x05\x06" + bytes(18),
    "a JPEG with much Exif": encoded(Image.new("RGB", (70, 50)), "JPEG", exif=b"Exif\0\0" + b"MM\0*" + bytes(60000)),
    "more said than shown": with_much_said(),
    "a text that bursts": with_long_text(),
    "an AVIF of the brand mif1": case("10b-avif-mif1.avif"),
    "a JPEG without its end": case("12a-no-eoi.jpg"),
    "a JPEG with half of its end": case("12a-no-eoi.jpg") + b"\xff",
    "a JPEG with nothing but zeros for an end": case("12a-no-eoi.jpg") + bytes(5000),
    "a progressive JPEG without its end": progressive()[:-2],
    "a JPEG with junk between segments": case("12f-junk-between-segments.jpg"),
    "a JPEG with junk that looks like markers": factories.jpeg()[:2]
    + b"junk\xff\x00\xff\xd0\xff\xff\xff\x01"
    + factories.jpeg()[2:],
    "a PNG with a broken Exif": case("17g-png-raw-profile-broken.png"),
    "a PNG with a broken eXIf": chunked((b"eXIf", b"XX*\0junk")),
    "a PNG with a wrong checksum of a text": chunked((b"tEXt", b"Comment\0x"), (b"zTXt", b"a\0\0x"), damage=1),
    "a PNG with texts that cannot be unpacked": chunked((b"zTXt", b"a\0\0x"), (b"iTXt", b"a\0\1\0\0\0x")),
    "a PNG with a broken profile": chunked((b"iCCP", b"a\0\0x")),
    "a PNG with short chunks": chunked((b"pHYs", b"x"), (b"tIME", b"x"), (b"gAMA", b"x"), (b"cHRM", b"x")),
    "a PNG without its end": chunked()[:-12],
    "a JPEG with a broken Exif": encoded(Image.new("RGB", (70, 50)), "JPEG", exif=b"Exif\0\0XX*\0junk"),
    "a WebP with a broken Exif": encoded(Image.new("RGB", (70, 50)), "WEBP", exif=b"XX*\0junk"),
    "a JPEG with a short JFIF": factories.jpeg()[:2] + b"\xff\xe0\0\x07JFIF\0" + factories.jpeg()[20:],
}


@pytest.mark.parametrize("content", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_what_is_odd_but_a_picture_is_kept_as_it_is(content: bytes) -> None:
    file = stored(content)

    assert file.status == "ready"
    with default_storage.open(file.path("original", file.format)) as original:
        assert original.read() == content


def animation(kind: str = "WEBP") -> bytes:
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "green")]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:])


def claiming(width: int, height: int) -> bytes:
    """A small JPEG whose header says that it is larger."""
    content = factories.jpeg()
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", height, width) + content[at + 4 :]


def raw(tags: dict[int, Any]) -> bytes:
    """Return a TIFF as cameras write it, with a thumbnail as its first picture."""
    said = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, value in tags.items():
        said[tag] = value
    return encoded(Image.new("RGB", (160, 120)), "TIFF", tiffinfo=said)


REFUSED = {
    "nothing": (b"", "empty"),
    "text": (b"a letter, not a picture", "not a supported picture"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>', "not a supported picture"),
    "gif": (encoded(Image.new("P", (40, 40)), "GIF"), "not a supported picture"),
    "eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "not a supported picture"),
    "heic": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "HEIC"),
    "animated": (animation(), "animation"),
    "half a JPEG": (factories.jpeg(width=900, height=600)[:2000], "incomplete"),
    "half a progressive JPEG": (progressive()[:-3000], "incomplete"),
    "a JPEG without the last byte of its picture": (factories.jpeg(width=900, height=600)[:-3], "incomplete"),
    "a JPEG's first bytes": (factories.jpeg()[:20], "damaged|not a supported picture"),
    "half a PNG": (encoded(Image.effect_noise((300, 200), 50), "PNG")[:9000], "incomplete"),
    "half a TIFF": (
        encoded(Image.effect_noise((300, 200), 50), "TIFF")[:9000],
        "incomplete|not a supported picture",
    ),
    "half a WebP": (
        encoded(Image.effect_noise((300, 200), 50), "WEBP")[:5000],
        "damaged|not a supported picture",
    ),
    "half an AVIF": (
        encoded(Image.effect_noise((300, 200), 50), "AVIF")[:5000],
        "damaged|not a supported picture",
    ),
    "an AVIF whose picture is not where it says": (
        encoded(Image.effect_noise((300, 200), 50), "AVIF").replace(b"av01Color", b"xxxxColor"),
        "damaged",
    ),
    "an animated AVIF": (animation("AVIF"), "animation"),
    "an animated PNG": (animation("PNG"), "animation"),
    "many pixels": (encoded(Image.new("1", (13000, 13000)), "PNG"), "megapixels"),
    "more pixels than Pillow opens": (encoded(Image.new("1", (14000, 14000)), "PNG"), "megapixels"),
    "a JPEG that claims many pixels": (claiming(13000, 13000), "megapixels"),
    "a JPEG that claims the most pixels": (claiming(65500, 65500), "megapixels"),
    "an SVG under another name": (
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        "not a supported picture",
    ),
    "a BMP": (encoded(Image.new("RGB", (40, 40)), "BMP"), "not a supported picture"),
    "a PCX": (encoded(Image.new("RGB", (40, 40)), "PCX"), "not a supported picture"),
    "a JPEG 2000": (encoded(Image.new("RGB", (40, 40)), "JPEG2000"), "not a supported picture"),
    "the raw data of a camera": (raw({254: 1}), "raw data"),
    "raw data of Canon": (b"II*\0\x10\0\0\0CR\x02\0", "raw data"),
    "newer raw data of Canon": (b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom", "raw data"),
    "raw data of Fujifilm": (b"FUJIFILMCCD-RAW 0201", "raw data"),
    "raw data of Panasonic": (b"IIU\0\x18\0\0\0", "raw data"),
    "raw data of Olympus": (b"IIRO\x08\0\0\0", "raw data"),
    "a HEIC of the brand mif1": (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "HEIC"),
    "a sidecar": (b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>', "not a supported picture"),
    "raw data in Adobe's format": (raw({50706: b"\x01\x04\0\0"}), "raw data"),
    "a PDF": (encoded(Image.new("RGB", (40, 40)), "PDF"), "not a supported picture"),
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


TRANSPARENT = Image.new("RGBA", (90, 50), (0, 0, 9, 99))


@pytest.mark.parametrize(
    ("content", "most"),
    [
        (encoded(Image.new("RGB", (90, 50)), "PNG"), 80 / 0.9),
        (encoded(TRANSPARENT, "PNG"), 42),
        (encoded(TRANSPARENT, "WEBP"), 24),
        (encoded(Image.new("RGB", (90, 50)), "AVIF"), 24),
    ],
)
def test_a_picture_that_needs_more_memory_than_one_may_take_is_refused(
    content: bytes, most: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ten thousandth of the memory: 4,500 pixels count as 45 megapixels."""
    monkeypatch.setattr(turns, "MOST_BYTES", turns.MOST_BYTES // 10_000)
    if most > 45:
        assert pictures.read(content).width == 90
        return
    with pytest.raises(ValidationError, match="Export it as JPEG, or smaller"):
        pictures.read(content)


def test_what_is_no_jpeg_waits_until_no_other_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "SECONDS_TO_WAIT", 0.0)
    content = encoded(TRANSPARENT, "PNG")

    with turns.turn(content):
        with pytest.raises(turns.Busy, match="one at a time"):
            pictures.read(content)
        assert pictures.read(factories.jpeg(width=90)).width == 90

    assert pictures.read(content).width == 90


def test_all_that_decodes_a_whole_picture_takes_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn is taken to read picture or metadata and to make sizes, now or later."""
    decoded: list[int] = []
    decode = decoding.picture

    def observed(content: bytes) -> Any:
        with pytest.raises(turns.Busy), turns.turn(content, seconds=0):
            pass
        decoded.append(len(content))
        return decode(content)

    photo = factories.make_photo()
    photo.files.all().delete()
    monkeypatch.setattr(decoding, "picture", observed)
    store(photo, ContentFile(encoded(TRANSPARENT, "PNG"), name="first.png"))
    store(photo, ContentFile(encoded(TRANSPARENT.rotate(90), "PNG"), name="new.png"))

    assert len(decoded) >= 5


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


def test_the_same_content_again_repairs_a_damaged_file() -> None:
    content = factories.jpeg(colour=(9, 9, 9))
    photo: Photo = factories.make_photo(file=content)
    current = photo.files.get()
    PhotoFile.objects.update(problem="The original is not in the storage.")
    for size in ("original", "640"):
        Path(default_storage.path(current.path(size, "jpg"))).write_bytes(b"eaten")

    store(photo, ContentFile(content, name="again.jpg"))

    assert integrity.damage(current) == ""
    assert photo.files.get().problem == ""
