"""A sheet to lay cut shapes on: anti-aliased fills, ramps of tone, soft shadows and light.

Lengths are in units: the shorter side of every picture is 1000 units, whatever its size in pixels.
Each shape is drawn as a mask at two or four times the size, reduced, and pasted: smooth edges without a
second full picture.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil, cos, floor, radians, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .palette import INK, Colour
from .shapes import Outline, arc, box

SHORT_SIDE = 1000
SMALL = 400 * 400  # pixels; a mask this small is drawn finer, as thin shapes need it and it costs little
SOFT_REDUCTION = 8  # blurs are made at an eighth of the size and enlarged
EDGE_LEVEL = 178  # what Pillow's radial gradient has at the middle of its edges; its corners have 255
GRAIN_TILE = 512  # pixels
GRAIN_STRENGTH = 7  # of 255, the widest swing of the paper's grain

type Pixels = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


@dataclass(frozen=True)
class Ramp:
    """Colour and cover (0 clear to 1 solid) that change across a shape's bounding box, towards `angle`."""

    start: Colour
    end: Colour
    angle: float = 90
    covers: tuple[float, float] = (1.0, 1.0)


type Paint = Colour | Ramp


def fade(colour: Colour, start: float, end: float, angle: float = 90) -> Ramp:
    """One colour whose cover goes from `start` to `end`."""
    return Ramp(colour, colour, angle, (start, end))


def _slope(angle: float) -> Image.Image:
    """A 256 x 256 grey ramp, dark to bright towards the angle, that fills its square exactly."""
    dx, dy = cos(radians(angle)), sin(radians(angle))
    reach = abs(dx) + abs(dy)
    across, down = dx / reach, dy / reach
    offset = 127.5 - 127.5 * (across + down)
    return Image.linear_gradient("L").transform(
        (256, 256), Image.Transform.AFFINE, (0, 0, 128, across, down, offset), Image.Resampling.BILINEAR
    )


class Canvas:
    """A picture being drawn; shapes are laid one over the other, later ones on top."""

    def __init__(self, size: tuple[int, int], rng: Random) -> None:
        self.size = size
        self.rng = rng
        self.scale = min(size) / SHORT_SIDE
        self.width = size[0] / self.scale
        self.height = size[1] / self.scale
        self.image = Image.new("RGB", size)
        self._clip: Image.Image | None = None

    def shows(self, x: float, y: float, margin: float) -> bool:
        """Whether a point lies on the sheet or less than the margin beside it."""
        return -margin < x < self.width + margin and -margin < y < self.height + margin

    def ground(self, start: Colour, end: Colour, angle: float = 90) -> None:
        """Cover the whole sheet."""
        self.fill(box(0, 0, self.width, self.height), Ramp(start, end, angle))

    def fill(self, outline: Outline, paint: Paint, cover: float = 1.0) -> None:
        """Lay a shape of one colour or one ramp; `cover` 0 to 1 thins it."""
        area = self._seen(self._bounds(outline))
        if area is None:
            return
        mask = self._mask(outline, area)
        if cover < 1:
            mask = mask.point([round(level * cover) for level in range(256)])
        self._lay(mask, area, paint)

    def disc(self, x: float, y: float, radius: float, paint: Paint, cover: float = 1.0) -> None:
        """Lay a circle."""
        self.oval(x, y, radius, radius, paint, cover)

    def oval(self, x: float, y: float, rx: float, ry: float, paint: Paint, cover: float = 1.0) -> None:
        """Lay an upright ellipse."""
        self.fill(arc(x, y, rx, ry), paint, cover)

    def shadow(self, outline: Outline, blur: float, cover: float, colour: Colour = INK) -> None:
        """Lay a shape with a soft edge, `blur` units wide: a shadow, or light if the colour is light."""
        area = self._seen(self._bounds(outline, margin=blur * 2.5))
        if area is None:
            return
        left, top, right, bottom = area
        small = ceil((right - left) / SOFT_REDUCTION), ceil((bottom - top) / SOFT_REDUCTION)
        mask = Image.new("L", small)
        pixels = self._pixels(outline, left, top, 1 / SOFT_REDUCTION)
        ImageDraw.Draw(mask).polygon(pixels, fill=round(255 * cover))
        mask = mask.filter(ImageFilter.GaussianBlur(blur * self.scale / SOFT_REDUCTION))
        self._lay(mask.resize((right - left, bottom - top), Image.Resampling.BICUBIC), area, colour)

    def glow(self, x: float, y: float, rx: float, ry: float, colour: Colour, cover: float) -> None:
        """Lay light (or, in a dark colour, dusk) that is strongest at (x, y) and gone at the ellipse."""
        left, top, right, bottom = self._bounds(box(x - rx, y - ry, x + rx, y + ry))
        area = self._seen((left, top, right, bottom))
        if area is None:
            return
        levels = [round(255 * cover * max(0.0, 1 - level / EDGE_LEVEL) ** 2) for level in range(256)]
        light = Image.radial_gradient("L").point(levels)
        light = light.resize((right - left, bottom - top), Image.Resampling.BICUBIC)
        seen = light.crop((area[0] - left, area[1] - top, area[2] - left, area[3] - top))
        self._lay(seen, area, colour)

    @contextmanager
    def within(self, outline: Outline) -> Iterator[None]:
        """What is laid inside the block shows only inside the outline (and inside an outer block's)."""
        outer = self._clip
        whole = (0, 0, *self.size)
        clip = self._mask(outline, whole)
        self._clip = clip if outer is None else ImageChops.multiply(clip, outer)
        try:
            yield
        finally:
            self._clip = outer

    def grain(self) -> None:
        """Give the finished sheet the faint tooth of paper, which also hides the steps of the ramps."""
        levels = [128 + round((level - 127.5) / 255 * GRAIN_STRENGTH) for level in range(256)]
        tile = Image.frombytes("L", (GRAIN_TILE, GRAIN_TILE), self.rng.randbytes(GRAIN_TILE**2)).point(levels)
        sheet = Image.new("L", self.size)
        for top in range(0, self.size[1], GRAIN_TILE):
            for left in range(0, self.size[0], GRAIN_TILE):
                sheet.paste(tile, (left, top))
        self.image = ImageChops.add(self.image, Image.merge("RGB", (sheet, sheet, sheet)), 1, -128)

    def _bounds(self, outline: Outline, margin: float = 0.0) -> Pixels:
        """The pixels that an outline can touch, on the sheet or beside it."""
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        left, top = floor((min(xs) - margin) * self.scale), floor((min(ys) - margin) * self.scale)
        return left, top, ceil((max(xs) + margin) * self.scale), ceil((max(ys) + margin) * self.scale)

    def _seen(self, area: Pixels) -> Pixels | None:
        """The part of an area that lies on the sheet; None if there is none."""
        left, top = max(0, area[0]), max(0, area[1])
        right, bottom = min(self.size[0], area[2]), min(self.size[1], area[3])
        return (left, top, right, bottom) if left < right and top < bottom else None

    def _pixels(self, outline: Outline, left: int, top: int, zoom: float) -> Outline:
        """An outline in pixels of a mask that starts at (left, top), `zoom` times as fine as the sheet."""
        return [
            ((x * self.scale - left) * zoom - 0.5, (y * self.scale - top) * zoom - 0.5) for x, y in outline
        ]

    def _mask(self, outline: Outline, area: Pixels) -> Image.Image:
        """How much of each pixel of the area an outline covers, 0 to 255."""
        left, top, right, bottom = area
        zoom = 4 if (right - left) * (bottom - top) <= SMALL else 2
        fine = Image.new("L", ((right - left) * zoom, (bottom - top) * zoom))
        ImageDraw.Draw(fine).polygon(self._pixels(outline, left, top, zoom), fill=255)
        return fine.reduce(zoom)

    def _lay(self, mask: Image.Image, area: Pixels, paint: Paint) -> None:
        """Paste a colour or a ramp through a mask of the area's size."""
        if self._clip is not None:
            mask = ImageChops.multiply(mask, self._clip.crop(area))
        if not isinstance(paint, Ramp):
            self.image.paste(paint, area, mask)
            return
        slope = _slope(paint.angle)
        if paint.covers != (1.0, 1.0):
            first, last = paint.covers
            thinning = slope.point([round(255 * first + (last - first) * level) for level in range(256)])
            mask = ImageChops.multiply(mask, thinning.resize(mask.size, Image.Resampling.BILINEAR))
        if paint.start == paint.end:
            self.image.paste(paint.start, area, mask)
            return
        bands = [
            slope.point([round(a + (b - a) * level / 255) for level in range(256)])
            for a, b in zip(paint.start, paint.end, strict=True)
        ]
        self.image.paste(Image.merge("RGB", bands).resize(mask.size, Image.Resampling.BILINEAR), area, mask)
