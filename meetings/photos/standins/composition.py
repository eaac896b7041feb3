"""What a composition is: a size, a palette and a motif with its measures."""

from dataclasses import dataclass
from typing import Protocol

from .canvas import Canvas
from .palette import Palette

type Size = tuple[int, int]
"""Width and height in pixels, as the picture is looked at."""

LANDSCAPE: Size = (3000, 2000)
UPRIGHT: Size = (2000, 3000)
FOUR_TO_THREE: Size = (3000, 2250)
PANORAMA: Size = (3000, 1688)


class Motif(Protocol):
    """Something that can be drawn; its fields are its measures, in canvas units (shorter side 1000)."""

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        """Draw it over the whole canvas."""


@dataclass(frozen=True)
class Composition:
    """One picture; `orientation` is the EXIF value under which its pixels are stored (1, 3 or 6)."""

    size: Size
    palette: Palette
    motif: Motif
    orientation: int = 1
