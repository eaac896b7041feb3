"""The motif of the interpreters, lit behind glass above those who listen."""

from dataclasses import dataclass

from .canvas import Canvas, Ramp
from .figures import Cloth, bust
from .palette import Palette, mix
from .press import gooseneck
from .shapes import Outline, arc, box, capsule, stroke


@dataclass(frozen=True)
class Booths:
    """Interpreters' booths: lit panes in a dark wall, and those who listen below.

    `panes` is (left, top, width, height, columns, rows, distance); `empty` are the panes without light.
    """

    panes: tuple[float, float, float, float, int, int, float]
    r: float
    empty: tuple[int, ...]
    accents: tuple[int, ...]
    heads: float

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        canvas.ground(palette.tone(0.06), palette.deep(0.5))
        left, top, width, height, columns, rows, distance = self.panes
        for number in range(columns * rows):
            x = left + (number % columns) * (width + distance)
            y = top + (number // columns) * (height + distance)
            self._pane(canvas, palette, number, (x, y, x + width, y + height))
        for row, tone in enumerate((0.35, 0.75)):
            r = self.r * (0.72 + 0.42 * row) + 12
            count = round(canvas.width / (r * 5)) + 2
            for place in range(count):
                x = (place - 0.3 + 0.4 * row) * canvas.width / (count - 1.6) + canvas.rng.uniform(
                    -0.7, 0.7
                ) * r
                colour = palette.deep(tone)
                y = canvas.height - self.heads + row * 2.2 * r + canvas.rng.uniform(-0.4, 0.4) * r
                bust(canvas, x, y, r, Cloth(colour, mix(colour, palette.paper, 0.12)), 1)

    def _pane(
        self, canvas: Canvas, palette: Palette, number: int, edges: tuple[float, float, float, float]
    ) -> None:
        left, top, right, bottom = edges
        lit = number not in self.empty
        frame = box(left - 9, top - 9, right + 9, bottom + 9)
        if lit:
            canvas.shadow(frame, 46, 0.3, mix(palette.paper, palette.accent, 0.4))
        canvas.fill(frame, palette.deep(0.65))
        warm = mix(palette.paper, palette.accent, 0.12 + 0.22 * (number % 3))
        canvas.fill(
            box(*edges),
            Ramp(mix(palette.ground, warm, 0.85), mix(palette.ground, warm, 0.5))
            if lit
            else palette.tone(0.14),
        )
        with canvas.within(box(*edges)):
            if lit:
                self._interpreters(canvas, palette, number, edges)
            glass: Outline = [
                (left, bottom),
                (left, top + (bottom - top) * 0.4),
                (left + (right - left) * 0.5, top),
            ]
            canvas.fill(
                [*glass, (left + (right - left) * 0.72, top), (left + (right - left) * 0.1, bottom)],
                palette.paper,
                0.07,
            )

    def _interpreters(
        self, canvas: Canvas, palette: Palette, number: int, edges: tuple[float, float, float, float]
    ) -> None:
        left, top, right, bottom = edges
        canvas.fill(box(left, top, right, top + (bottom - top) * 0.1), palette.paper, 0.35)
        shares = ((0.3, 0.7), (0.5,), (0.36, 0.72))[number % 3]
        for index, share in enumerate(shares):
            x = left + (right - left) * share
            y = bottom - 4.3 * self.r + 0.35 * self.r * ((number + index) % 2)
            dark = number * 2 + index in self.accents
            cloth = Cloth(palette.accent if dark else palette.deep(0.35 + 0.2 * index), palette.tone(0.34))
            bust(canvas, x, y, self.r, cloth, -1)
            canvas.fill(
                stroke(arc(x, y, 1.0 * self.r, 1.22 * self.r, 180, 360), 0.16 * self.r), palette.deep(0.8)
            )
            for side in (-1, 1):
                cup = capsule(
                    (x + side * 0.95 * self.r, y - 0.2 * self.r),
                    (x + side * 0.95 * self.r, y + 0.3 * self.r),
                    0.42 * self.r,
                )
                canvas.fill(cup, palette.deep(0.8))
            gooseneck(
                canvas,
                palette,
                (x + 1.9 * self.r, bottom),
                (x + 1.2 * self.r, y + 1.7 * self.r),
                0.3 * self.r,
                0.2 * self.r,
            )
        canvas.fill(box(left, bottom - 0.9 * self.r, right, bottom), palette.deep(0.5))
