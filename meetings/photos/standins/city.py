"""The motif of the city's outline, and what it is made of: sky, clouds, houses, a tower, a dome."""

from dataclasses import dataclass

from .canvas import Canvas, Ramp, fade
from .palette import Colour, Palette, mix, rgb
from .shapes import Outline, arc, bezier, box, capsule, limb, stroke

LIT = rgb("#fff4dc")  # of windows and glass


def sky(
    canvas: Canvas, palette: Palette, horizon: float, sun: tuple[float, float, float], dusk: float
) -> None:
    """A sky, brightest at the horizon, with a sun or a moon (x, y, radius); `dusk` 0 to 1 warms it."""
    low = mix(palette.tone(0.42), palette.accent, dusk * 0.6)
    canvas.fill(box(0, 0, canvas.width, horizon), Ramp(palette.deep(0.25), low))
    x, y, radius = sun
    canvas.glow(x, y, radius * 5, radius * 5, mix(palette.paper, palette.accent, dusk), 0.5)
    canvas.disc(
        x,
        y,
        radius,
        Ramp(mix(palette.paper, palette.accent, dusk), mix(palette.paper, palette.accent, dusk * 0.5)),
    )


def clouds(canvas: Canvas, palette: Palette, count: int, top: float, bottom: float) -> None:
    """Long thin clouds."""
    for _ in range(count):
        x, y = canvas.rng.uniform(-0.1, 0.9) * canvas.width, canvas.rng.uniform(top, bottom)
        length, thick = canvas.rng.uniform(180, 560), canvas.rng.uniform(7, 22)
        canvas.fill(capsule((x, y), (x + length, y), thick), palette.tone(0.75), 0.13)


def houses(
    canvas: Canvas, colour: Colour, base: float, tall: tuple[float, float], wide: tuple[float, float]
) -> Outline:
    """A row of houses across the sheet, as one outline, with heights and widths between the given ones."""
    line: Outline = [(-5, base)]
    x = -canvas.rng.uniform(0, wide[1])
    while x < canvas.width:
        width, height = canvas.rng.uniform(*wide), canvas.rng.uniform(*tall)
        roof = canvas.rng.random()
        top = base - height
        line += (
            [(x, top), (x + width * 0.5, top - width * 0.28), (x + width, top)]
            if roof < 0.18
            else [(x, top), (x + width, top)]
        )
        if roof > 0.84:
            line += [(x + width, top + height * 0.2), (x + width * 1.25, top + height * 0.2)]
            x += width * 0.25
        x += width
    line.append((canvas.width + wide[1] * 2, base))
    canvas.fill(line, colour)
    return line


def windows(
    canvas: Canvas, colour: Colour, outline: Outline, base: float, pitch: float, share: float
) -> None:
    """Lit windows, a `share` of a grid of that pitch, inside an outline that ends level with `base`."""
    with canvas.within(outline):
        top = min(y for _, y in outline) + pitch
        for row in range(int((base - top) / (pitch * 1.3))):
            for column in range(int(canvas.width / pitch)):
                if canvas.rng.random() < share:
                    x, y = column * pitch + pitch * 0.3, top + row * pitch * 1.3
                    canvas.fill(
                        box(x, y, x + pitch * 0.4, y + pitch * 0.56), colour, canvas.rng.uniform(0.45, 1)
                    )


def tower(canvas: Canvas, colour: Colour, x: float, base: float, tall: float) -> None:
    """A television tower: a shaft, a sphere and a mast."""
    canvas.fill(
        [
            (x - tall * 0.026, base),
            (x - tall * 0.009, base - tall * 0.62),
            (x + tall * 0.009, base - tall * 0.62),
            (x + tall * 0.026, base),
        ],
        colour,
    )
    canvas.disc(x, base - tall * 0.64, tall * 0.052, colour)
    canvas.fill(
        box(x - tall * 0.045, base - tall * 0.622, x + tall * 0.045, base - tall * 0.612),
        mix(colour, LIT, 0.4),
    )
    canvas.fill(limb([(x, base - tall * 0.67), (x, base - tall)], tall * 0.02, tall * 0.004), colour)


def dome(canvas: Canvas, colour: Colour, x: float, base: float, wide: float) -> None:
    """A wide house with a glass dome between two corner towers."""
    canvas.fill(box(x - wide, base - wide * 0.5, x + wide, base), colour)
    for side in (-0.92, 0.92):
        canvas.fill(
            box(x + side * wide - wide * 0.16, base - wide * 0.68, x + side * wide + wide * 0.16, base),
            colour,
        )
    canvas.fill(
        [(x - wide * 0.3, base - wide * 0.5), (x, base - wide * 0.66), (x + wide * 0.3, base - wide * 0.5)],
        colour,
    )
    canvas.fill(box(x - wide * 0.34, base - wide * 0.66, x + wide * 0.34, base - wide * 0.5), colour)
    canvas.fill(arc(x, base - wide * 0.66, wide * 0.3, wide * 0.36, 180, 360), mix(colour, LIT, 0.28))
    for rib in (-0.2, -0.1, 0, 0.1, 0.2):
        canvas.fill(
            stroke(
                bezier(
                    (x + rib * wide * 1.4, base - wide * 0.66),
                    (x + rib * wide * 1.3, base - wide * 0.86),
                    (x + rib * wide * 0.7, base - wide),
                    (x, base - wide * 1.02),
                ),
                wide * 0.012,
            ),
            colour,
        )


@dataclass(frozen=True)
class Skyline:
    """Houses in layers, the nearest darkest; towers are (x, height, layer), domes (x, half width, layer)."""

    base: float
    layers: tuple[tuple[float, float, float], ...]
    sun: tuple[float, float, float]
    dusk: float
    towers: tuple[tuple[float, float, int], ...] = ()
    domes: tuple[tuple[float, float, int], ...] = ()
    lit: float = 0.0
    cloudy: int = 6

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        sky(canvas, palette, canvas.height, self.sun, self.dusk)
        clouds(canvas, palette, self.cloudy, canvas.height * 0.08, self.base * 0.6)
        last = len(self.layers) - 1
        for layer, (low, high, wide) in enumerate(self.layers):
            share = layer / last
            haze = mix(palette.tone(0.34), palette.accent, self.dusk * 0.3)
            colour = mix(haze, palette.deep(0.7), share**0.8)
            base = self.base + (canvas.height - self.base) * share
            for x, tall, where in self.towers:
                if where == layer:
                    tower(canvas, colour, x, base, tall)
            for x, half, where in self.domes:
                if where == layer:
                    dome(canvas, colour, x, base - low * 0.8, half)
            outline = houses(canvas, colour, base + 5, (low, high), (wide * 0.5, wide))
            if self.lit:
                lamp = mix(palette.accent, LIT, 0.35)
                windows(
                    canvas,
                    mix(colour, lamp, 0.35 + 0.5 * share),
                    outline,
                    base,
                    14 + 12 * share,
                    self.lit * (0.4 + share * 0.6),
                )
            if layer < last:
                canvas.fill(box(0, base - high, canvas.width, canvas.height), fade(haze, 0.0, 0.5))
