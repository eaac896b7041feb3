"""What stands behind things: rooms, walls of bands, light that falls."""

from itertools import pairwise

from .canvas import Canvas, Ramp, fade
from .palette import INK, Palette, mix
from .shapes import Outline, Point, box


def room(canvas: Canvas, palette: Palette, floor: float, light: Point, strength: float = 0.5) -> None:
    """A wall down to the height `floor`, a floor below it, and light on the wall around a point."""
    width, height = canvas.width, canvas.height
    canvas.fill(box(0, 0, width, floor), Ramp(palette.tone(0.1), palette.deep(0.25)))
    canvas.glow(*light, height * 0.95, height * 0.75, palette.tone(0.7), strength)
    canvas.fill(box(0, floor, width, height), Ramp(palette.deep(0.5), palette.deep(0.2)))
    with canvas.within(box(0, floor, width, height)):
        canvas.glow(light[0], floor, height * 0.9, (height - floor) * 1.1, palette.tone(0.6), strength * 0.7)
    canvas.fill(box(0, floor - 2, width, floor + 2), palette.tone(0.32), 0.6)


def bands(canvas: Canvas, palette: Palette, edges: list[float], bottom: float, depth: float = 0.5) -> None:
    """Tall folds of cloth side by side between the edges, each lit from its left."""
    for index, (left, right) in enumerate(pairwise(edges)):
        base = (palette.tone(0.2), palette.cool(0.34), palette.deep(0.22), palette.warm(0.45))[index % 4]
        base = mix(palette.ground, base, depth * 2)
        canvas.fill(
            box(left, 0, right, bottom), Ramp(mix(base, palette.paper, 0.07), mix(base, INK, 0.22), 0)
        )


def beam(
    canvas: Canvas, palette: Palette, source: Point, left: Point, right: Point, strength: float = 0.5
) -> None:
    """A cone of light from a source to the line between two points, weaker with its way."""
    cone: Outline = [(source[0] - 8, source[1]), (source[0] + 8, source[1]), right, left]
    canvas.fill(cone, fade(palette.paper, strength, strength * 0.12))


def pool(
    canvas: Canvas, palette: Palette, x: float, y: float, rx: float, ry: float, strength: float = 0.4
) -> None:
    """A pool of light on the floor."""
    canvas.glow(x, y, rx * 1.5, ry * 1.5, palette.paper, strength * 0.6)
    canvas.oval(x, y, rx, ry, palette.paper, strength * 0.3)
