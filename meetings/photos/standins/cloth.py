"""Motifs of cloth: flags of no country on poles, and long bands that hang."""

from dataclasses import dataclass

from .canvas import Canvas, Ramp, fade
from .palette import INK, Colour, Palette, mix
from .shapes import Outline, Point, band, box, limb, stroke, wave


def cloths(palette: Palette) -> tuple[tuple[Colour, Colour], ...]:
    """The pairs of colours that a piece of cloth may have."""
    return (
        (palette.paper, palette.tone(0.72)),
        (palette.accent, palette.warm(0.72)),
        (palette.cool(0.85), palette.cool(0.6)),
        (palette.tone(0.5), palette.tone(0.34)),
    )


@dataclass(frozen=True)
class Flags:
    """Poles in a row, each with a cloth in the wind; poles are (x, foot, top, cloth width, which colours)."""

    poles: tuple[tuple[float, float, float, float, int], ...]
    lean: float
    horizon: float
    light: Point
    swing: float = 1.0

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        canvas.ground(palette.deep(0.2), palette.tone(0.34))
        canvas.glow(*self.light, 800, 700, palette.paper, 0.5)
        if self.horizon < canvas.height:
            canvas.fill(
                box(0, self.horizon, canvas.width, canvas.height),
                Ramp(palette.deep(0.25), palette.deep(0.55)),
            )
        for index, pole in enumerate(self.poles):
            self._flag(canvas, palette, index, pole)

    def _flag(
        self, canvas: Canvas, palette: Palette, index: int, pole: tuple[float, float, float, float, int]
    ) -> None:
        x, foot, top, wide, which = pole
        tip = x + self.lean * (foot - top)
        thick = wide * 0.05
        if foot < canvas.height:
            shade = limb([(x, foot), (x + (foot - top) * 0.5, foot + (foot - top) * 0.16)], thick, thick * 2)
            canvas.shadow(shade, 7, 0.4)
        one, other = cloths(palette)[which]
        high = wide * 0.68
        start = tip, top + thick * 2
        upper = wave(
            start, (tip + wide, start[1] + wide * 0.12), wide * 0.07 * self.swing, 1.2, 0.5 + index * 0.23
        )
        lower = [(px - (px - tip) * 0.04, py + high) for px, py in upper]
        canvas.fill(band(upper, lower), one)
        split = 0.36 + 0.1 * (index % 3)
        parting = [(px, py + high * split) for px, py in upper]
        if index % 2:
            canvas.fill(band(parting, lower), other)
        else:
            cut = round(len(upper) * split)
            canvas.fill(band(upper[:cut], lower[:cut]), other)
        pieces = len(upper) // 4
        for fold in range(4):
            left, right = fold * pieces, min(len(upper) - 1, (fold + 1) * pieces)
            shade_paint = fade(INK, 0.0, 0.26, 0) if fold % 2 == 0 else fade(INK, 0.26, 0.0, 0)
            canvas.fill(band(upper[left : right + 1], lower[left : right + 1]), shade_paint)
        canvas.fill(limb([(x, foot), (tip, top)], thick, thick * 0.7), palette.tone(0.8))
        canvas.fill(
            limb([(x + thick * 0.22, foot), (tip + thick * 0.22, top)], thick * 0.5, thick * 0.3), INK, 0.3
        )
        canvas.disc(tip, top, thick * 0.8, palette.paper)


@dataclass(frozen=True)
class Drapes:
    """Long bands of cloth that hang from the ceiling, the far ones first.

    Each is (left, width, bottom, depth, which colours); its depth goes from 0 (far) to 1 (near).
    """

    bands: tuple[tuple[float, float, float, float, int], ...]
    light: Point
    floor: float
    folds: int

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        canvas.ground(palette.deep(0.3), palette.tone(0.16))
        canvas.glow(*self.light, 800, 900, palette.paper, 0.45)
        if self.floor < canvas.height:
            canvas.fill(
                box(0, self.floor, canvas.width, canvas.height), Ramp(palette.tone(0.2), palette.deep(0.35))
            )
        for left, wide, bottom, depth, which in self.bands:
            self._band(canvas, palette, (left, wide, bottom), depth, which)

    def _band(
        self, canvas: Canvas, palette: Palette, place: tuple[float, float, float], depth: float, which: int
    ) -> None:
        left, wide, bottom = place
        one, other = cloths(palette)[which]
        one, other = (
            mix(palette.ground, one, 0.2 + 0.8 * depth),
            mix(palette.ground, other, 0.2 + 0.8 * depth),
        )
        hem = wave((left, bottom), (left + wide, bottom), wide * 0.022, self.folds, 0.1 * which)
        cloth: Outline = [(left, -10), (left + wide, -10), *reversed(hem)]
        canvas.shadow([(x + wide * 0.12, y + wide * 0.05) for x, y in cloth], wide * 0.12, 0.5 * depth)
        canvas.fill(cloth, Ramp(one, mix(one, palette.ground, 0.25)))
        with canvas.within(cloth):
            stripe = wide * (0.24 + 0.12 * (which % 2))
            canvas.fill(box(left + wide - stripe, -10, left + wide, bottom + wide), other)
            step = wide / self.folds
            for fold in range(self.folds):
                x = left + fold * step
                canvas.fill(box(x, -10, x + step * 0.55, bottom + wide), fade(INK, 0.0, 0.2, 0))
                canvas.fill(box(x + step * 0.55, -10, x + step, bottom + wide), fade(INK, 0.2, 0.0, 0))
        canvas.fill(stroke([(x, y - wide * 0.07) for x, y in hem], wide * 0.012), mix(one, INK, 0.25))
