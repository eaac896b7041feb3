"""The picture tag, and filters for images and the download links of photos."""

from typing import Any, NamedTuple

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from photos.files.downloads import ORIGINAL, sizes_of
from photos.files.renditions import WIDEST
from photos.formats import lists
from photos.models import Photo, PhotoFile
from publishing.wording import language_attribute, wording

register = template.Library()

GRID = 640
PANORAMA = 2  # aspect ratio from which a photo fills a row of the grid
STEP = 10  # per cent between the focal points in photos.css
# A tag and no template: a page shows a dozen, and a template of so many variables takes twice the time.
PICTURE = """<picture><source type="image/avif" srcset="{avifs}"
  sizes="{avif_sizes}"><img src="{src}"{jpegs} width="{width}" height="{height}" alt="{alt}"{language}{focus} {priority}
  decoding="async"></picture>
"""


class Kept(NamedTuple):
    """An image size for download, with its pixels and bytes."""

    url: str
    is_original: bool
    width: int
    height: int
    bytes: int


@register.simple_tag
def picture(photo: Any, sizes: str = "", loading: str = "") -> SafeString:
    """Return a picture element, of known size, of a photo fetched with_file().

    `sizes` says how wide it is shown, in the shape of the photo; of a lazy one browsers that can find out
    for themselves. `loading` is "eager" for what is seen at once; else it is lazy and, where a browser knows no AVIF,
    small.
    """
    file, wide, is_eager = photo.file, sizes or "100vw", loading == "eager"
    larger = jpegs(file) if is_eager else ""
    place = focus(photo)
    return format_html(
        PICTURE,
        avifs=SafeString(avifs(file)),  # addresses of ours and numbers, in which nothing is to be escaped
        avif_sizes=wide if is_eager else f"auto, {wide}",
        src=SafeString(src(file)),
        jpegs=format_html(' srcset="{}"\n  sizes="{}"', larger, wide) if larger else "",
        width=SafeString(file.width),
        height=SafeString(file.height),
        alt=wording(photo, "alt")[0],
        language=language_attribute(photo, "alt"),
        focus=format_html('\n  class="{}"', place) if place else "",
        priority=SafeString('fetchpriority="high"' if is_eager else 'loading="lazy"'),
    )


@register.filter
def names(text: str) -> str:
    """Return a photo's list of people without quotation marks around names."""
    return ", ".join(lists.parts(text))


@register.filter
def src(file: PhotoFile) -> str:
    """Return the address of the smallest JPEG, which every browser shows."""
    smallest = min(_sizes(file, "jpg"), key=lambda made: int(made["width"]))
    return file.address(smallest["size"], smallest["ext"])


@register.filter
def jpegs(file: PhotoFile) -> str:
    """Return the JPEGs as a `srcset` with their widths. Empty if there is only one."""
    return _srcset(file, "jpg") if len(_sizes(file, "jpg")) > 1 else ""


@register.filter
def small_avifs(file: PhotoFile) -> str:
    """Return the AVIFs that a grid of photos needs, as a `srcset`."""
    is_panorama = file.width > PANORAMA * file.height
    return _srcset(file, "avif", up_to=2 * GRID if is_panorama else GRID)


@register.filter
def grid_sizes(file: PhotoFile) -> str:
    """Return the grid's `sizes` of a photo; rows in photos.css may grow by a fifth."""
    wide = 1.2 * file.width / file.height
    return f"clamp({5.25 * wide:.1f}rem, {15.5 * wide:.1f}vw, {12.5 * wide:.1f}rem)"


@register.filter
def table_sizes(file: PhotoFile) -> str:
    """Return the `sizes` of a photo on its own page: as large as fits the window."""
    high = f"{82 * file.width / file.height:.0f}vh"
    return f"(min-width: 62rem) min(100vw - 29rem, {high}), min(100vw, {high})"


@register.filter
def avifs(file: PhotoFile) -> str:
    """Return the AVIFs as a `srcset` with their widths."""
    return _srcset(file, "avif")


@register.filter
def downloads(file: PhotoFile) -> list[Kept]:
    """Return the image sizes that can be downloaded as JPEG, largest first."""
    return [
        Kept(
            file.address(size, "jpg") + ("" if size == ORIGINAL else "?download"),
            size == ORIGINAL,
            source.width,
            source.height,
            source.bytes,
        )
        for size, source in sizes_of(file)
    ]


@register.filter
def ratio(file: PhotoFile) -> str:
    """Return the aspect ratio's class in photos.css, in twentieths: "r150" is 3 to 2."""
    twentieths = round(20 * file.width / file.height)
    return f"r{5 * min(max(twentieths, 8), 60)}"


@register.filter
def focus(photo: Photo) -> str:
    """Return the focal point's classes in site.css; empty for the centre."""
    if photo.focus_x is None or photo.focus_y is None:
        return ""
    return f"fx{STEP * round(photo.focus_x / STEP)} fy{STEP * round(photo.focus_y / STEP)}"


def _sizes(file: PhotoFile, ext: str) -> list[dict[str, Any]]:
    return [made for made in file.renditions if made["ext"] == ext and made["size"] != "full"]


def _srcset(file: PhotoFile, ext: str, *, up_to: int = WIDEST) -> str:
    by_width = {made["width"]: made for made in _sizes(file, ext) if made["width"] <= up_to}
    return ", ".join(f"{file.address(made['size'], ext)} {width}w" for width, made in sorted(by_width.items()))
