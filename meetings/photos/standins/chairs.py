"""The motif of empty chairs."""

from dataclasses import dataclass

from .canvas import Canvas
from .palette import INK, Colour, Palette, mix
from .scenery import room
from .shapes import Outline, Point, arc, limb, placed, stroke


@dataclass(frozen=True)
class Chairs:
    """Rows of empty chairs from behind, towards a bright wall.

    `accents` are (row from the far end, place from the aisle, negative to the left).
    """

    rows: int
    first: float
    nearest: float
    growth: float
    aisle: float
    light: Point
    accents: tuple[tuple[int, int], ...]

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        room(canvas, palette, self.first - 60, self.light, 1.0)
        size = self.nearest / self.growth ** (self.rows - 1)
        y = self.first
        for row in range(self.rows):
            share = (row + 1) / self.rows
            plain = mix(palette.tone(0.62), palette.deep(0.45), share)
            middle = self.light[0] + (canvas.width / 2 - self.light[0]) * share * 0.5
            for place in [*range(-13, 0), *range(1, 14)]:
                side = 1 if place > 0 else -1
                x = middle + side * size * (self.aisle + (abs(place) - 0.5) * 1.16)
                if canvas.shows(x, y, size):
                    chosen = (row, place) in self.accents
                    self._chair(canvas, palette, x, y, size, palette.accent if chosen else plain)
            y += size * 0.92
            size *= self.growth

    def _chair(self, canvas: Canvas, palette: Palette, x: float, y: float, size: float, body: Colour) -> None:
        rim = mix(body, palette.paper, 0.5)
        shade = [(-0.42, 1.0), (0.42, 1.0), (0.62, 1.34), (-0.28, 1.34)]
        canvas.fill(placed(shade, x, y, size), INK, 0.25)
        for leg in (-0.36, 0.36):
            canvas.fill(
                placed(limb([(leg, 0.5), (leg * 1.1, 1.12)], 0.07, 0.05), x, y, size), mix(body, INK, 0.5)
            )
        canvas.fill(
            placed([(-0.44, 0.52), (0.44, 0.52), (0.47, 0.66), (-0.47, 0.66)], x, y, size),
            mix(body, INK, 0.3),
        )
        back: Outline = [*arc(0, 0.04, 0.42, 0.2, 180, 360), (0.45, 0.5), (-0.45, 0.5)]
        canvas.fill(placed(back, x, y, size), body)
        canvas.fill(placed(stroke(arc(0, 0.04, 0.41, 0.19, 190, 350), 0.04), x, y, size), rim)
