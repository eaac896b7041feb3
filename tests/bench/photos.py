"""Measures the photo admin at 24 megapixels: CPU, memory and bytes for 55 photos.

Run with `./run bench photos` (`--photos 6` for fewer). It makes its photos, and works on a database and files of its
own. Each row is measured in a process of its own, so that peaks of memory are not mixed; read ratios within one run.
"""

import argparse
import io
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import django
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from PIL import Image, ImageDraw, ImageFilter, ImageOps

django.setup()

from photos.files import rendition_tasks  # noqa: E402
from photos.files.store import store  # noqa: E402
from photos.models import Gallery, Photo, PhotoFile  # noqa: E402  # models are there from the line above on

MEGA: Final = 1024 * 1024
SIZE: Final = (6000, 4000)
MEMBERS: Final = 55


def main() -> None:
    """Print what was asked for; without a step, run each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=MEMBERS)
    parser.add_argument("--step", choices=STEPS, default="")
    parser.add_argument("--folder", type=Path, default=None)
    options = parser.parse_args()
    if options.step:
        STEPS[options.step](options.folder, options.photos)
        return
    folder = Path(tempfile.mkdtemp(prefix="plenary-bench-"))
    try:
        print(f"{options.photos} photos of 24 megapixels; CPU seconds of all threads, peak of resident memory.")
        for step in STEPS:
            environment = os.environ | {"PLENARY_DATA_DIR": str(folder / "data")}
            arguments = ["--step", step, "--folder", str(folder), "--photos", str(options.photos)]
            subprocess.run([sys.executable, "-m", "tests.bench.photos", *arguments], check=True, env=environment)
    finally:
        shutil.rmtree(folder)


def draw(folder: Path, photos: int) -> None:
    """Draw photos like a camera's: soft shapes, edges and grain, about 8 MB each."""

    for number in range(min(photos, 6)):
        chance = random.Random(number)  # noqa: S311  # the same photos every time
        image = Image.linear_gradient("L").resize(SIZE).convert("RGB")
        pen = ImageDraw.Draw(image)
        for _shape in range(400):
            x, y, r = chance.randrange(SIZE[0]), chance.randrange(SIZE[1]), chance.randrange(20, 400)
            colour = tuple(chance.randrange(256) for _channel in range(3))
            pen.ellipse((x - r, y - r, x + r, y + r), fill=colour)
        image = image.filter(ImageFilter.GaussianBlur(3))
        grain = Image.effect_noise(SIZE, 22).convert("RGB")
        Image.blend(image, grain, 0.16).save(folder / f"{number}.jpg", quality=95, subsampling=0)
    sizes = [path.stat().st_size / MEGA for path in folder.glob("*.jpg")]
    print(f"{'drawn':<44}{sum(sizes) / len(sizes):>8.1f} MB each")


def plain_resize(folder: Path, photos: int) -> None:
    """Measure a plain upload: decoded whole, resized one by one by Pillow's defaults."""

    def each(content: bytes) -> None:
        for width in (1920, 1280, 640, 320):
            for kind in ("AVIF", "JPEG"):
                if (width, kind) == (320, "JPEG"):
                    continue
                image = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
                image.thumbnail((width, width))
                image.save(io.BytesIO(), kind)

    few = min(photos, 6)
    with measured("plain Pillow resize, the same seven files", few):
        for content in contents(folder, few):
            each(content)


def upload(folder: Path, photos: int) -> None:
    """What the request of an upload does: check, keep, smallest size, row."""
    gallery = _site(migrated=True)

    with measured("upload, in the request", photos):
        for number, content in enumerate(contents(folder, photos)):
            photo = Photo.objects.create(gallery=gallery, credit="Bench", position=number)
            store(photo, ContentFile(content + number.to_bytes(4), name=f"{number}.jpg"))


def sizes(folder: Path, photos: int) -> None:
    """What the worker does for them."""
    _site()

    files = list(PhotoFile.objects.select_related("photo"))
    with measured("all sizes, in the worker", len(files)):
        for file in files:
            rendition_tasks.make_now(file)
    stored = [sum(each["bytes"] for each in file.renditions) for file in PhotoFile.objects.all()]
    print(f"{'stored renditions':<44}{sum(stored) / len(stored) / MEGA:>8.2f} MB each")


def zip_of_all(folder: Path, photos: int) -> None:
    """The ZIP of the originals, read as a server does."""
    gallery = _site()

    long_ago = datetime(2011, 4, 15, tzinfo=UTC)
    Gallery.objects.update(state="approved", publish_at=long_ago)
    Photo.objects.update(state="approved", release="with_parent")
    client, address = Client(), f"/en/galleries/{gallery.slug}/photos.zip"
    client.get("/en/")  # what is loaded once does not count
    with measured("ZIP of the originals", photos) as figures:
        response = client.get(address)
        length = sum(len(chunk) for chunk in response)
    if length != int(response.headers["Content-Length"]):
        raise SystemExit(f"The ZIP has {length} bytes and announced {response.headers['Content-Length']}.")
    added = figures["after"] - figures["before"]
    print(f"{'':<44}{length / MEGA / figures['cpu']:>8.0f} MB per CPU second, {added:.1f} MB of memory added")


STEPS: Final[dict[str, Callable[[Path, int], None]]] = {
    "draw": draw,
    "plain": plain_resize,
    "upload": upload,
    "sizes": sizes,
    "zip": zip_of_all,
}


def contents(folder: Path, photos: int) -> Iterator[bytes]:
    """Yield the drawn photos round and round."""
    drawn = sorted(folder.glob("*.jpg"))
    for number in range(photos):
        yield drawn[number % len(drawn)].read_bytes()


class measured:  # noqa: N801  # reads like a function
    """Print CPU seconds and the process's peak of memory for the block."""

    def __init__(self, what: str, photos: int) -> None:
        self.what, self.photos = what, photos

    def __enter__(self) -> dict[str, float]:
        self.figures = {"before": peak()}
        self.start = time.process_time()
        return self.figures

    def __exit__(self, *reason: object) -> None:
        cpu = time.process_time() - self.start
        self.figures |= {"cpu": cpu, "after": peak()}
        print(
            f"{self.what:<44}{cpu / self.photos:>8.2f} s each, {cpu:.1f} s for {self.photos},"
            f" peak {self.figures['after']:.0f} MB"
        )


def peak() -> float:
    """Return the most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _site(*, migrated: bool = False) -> Gallery:
    """Return the benchmark's gallery; `migrated` makes the database for it."""

    settings.ALLOWED_HOSTS = ["testserver"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing has been collected
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}

    if migrated:
        (settings.DATA_DIR / "static").mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
    return Gallery.objects.get_or_create(slug="bench", defaults={"title_en": "Bench", "title_de": "Bench"})[0]


if __name__ == "__main__":
    main()
