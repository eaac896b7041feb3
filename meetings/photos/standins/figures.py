"""People as cut paper: a head, a coat, a lit side and a shaded one; never anybody's portrait.

Templates are in head radii around the middle of the head, y downwards; those that face somewhere face right.
"""

from dataclasses import dataclass
from math import dist
from typing import Literal

from .canvas import Canvas
from .palette import INK, LINEN, Colour, Palette, mix
from .shapes import Outline, Point, arc, capsule, limb, mirrored, placed, smooth, stroke

HEAD = arc(0, 0, 0.84, 1.05)
BOB = mirrored(smooth([(0.0, -1.2), (0.62, -1.0), (1.0, -0.35), (1.1, 0.6), (0.92, 1.2), (0.3, 1.3)]))
NECK: Outline = [(-0.36, 0.6), (0.36, 0.6), (0.44, 1.7), (-0.44, 1.7)]
BUST_HALF = smooth(
    [(0.44, 1.2), (0.62, 1.42), (1.35, 1.72), (1.98, 2.15), (2.3, 3.0), (2.48, 4.6), (2.56, 7.0), (2.6, 14.0)]
)
BUST_DEPTH = 14.0
STANDING_HALF = [
    *smooth([(0.42, 1.2), (1.2, 1.62), (1.78, 2.05), (2.06, 3.1), (2.16, 5.0), (2.06, 7.2), (1.72, 7.75)]),
    *[(1.5, 7.7), (1.3, 11), (1.1, 14.0), (1.45, 14.4), (0.2, 14.4), (0.16, 11), (0.04, 8.2)],
]
STANDING = mirrored(STANDING_HALF)
TURNED = [
    *smooth([(-0.55, 1.1), (-1.5, 1.7), (-2.1, 2.8), (-2.2, 5.0), (-1.95, 7.4), (-2.05, 8.9)]),
    *[(-1.7, 8.9), (-1.5, 14), (1.35, 14), (1.3, 8.9)],
    *smooth([(1.75, 8.9), (1.62, 7.4), (1.72, 5.4), (1.62, 3.7), (1.15, 2.2), (0.36, 1.25)]),
]
SHIRT: Outline = [(-0.5, 1.28), (0.5, 1.28), (0.06, 3.9), (-0.06, 3.9)]
TIE: Outline = [
    (-0.15, 1.5),
    (0.15, 1.5),
    (0.09, 1.78),
    (0.24, 3.15),
    (0.0, 3.75),
    (-0.24, 3.15),
    (-0.09, 1.78),
]
LAPEL: Outline = [(0.5, 1.22), (0.98, 1.72), (0.82, 2.2), (1.02, 2.36), (0.06, 4.05)]
TURNED_SHIRT: Outline = [(-0.1, 1.35), (0.34, 1.22), (0.98, 2.15), (1.42, 3.9), (0.75, 3.0)]
TURNED_LAPEL: Outline = [(-0.12, 1.3), (-0.5, 1.75), (-0.2, 2.12), (-0.32, 2.42), (1.4, 4.3), (0.72, 3.0)]
TURNED_TIE: Outline = [(0.38, 1.5), (0.62, 1.62), (1.3, 3.2), (1.36, 3.75), (1.06, 3.3)]
SIDE = smooth(
    [
        (-0.3, 1.0),
        (-1.0, 2.0),
        (-1.25, 4.2),
        (-1.05, 6.4),
        (-1.2, 8.8),
        (1.05, 8.8),
        (1.1, 5.4),
        (1.0, 2.6),
        (0.42, 1.15),
    ]
)
LEG_AHEAD = limb([(0.15, 8.0), (0.95, 10.8), (1.25, 14.2)], 1.75, 0.95)
LEG_BEHIND = limb([(-0.15, 8.0), (-0.5, 11.0), (-1.75, 14.0)], 1.75, 0.9)
SWINGING_ARM = limb(smooth([(0.0, 2.5), (-0.15, 4.6), (0.75, 6.6)]), 1.0, 0.62)
STANDING_HEIGHT = 15.45  # head radii from the crown to the soles


type Dress = Literal["paper", "second", "dark", "accent", "dim"]


@dataclass(frozen=True)
class Cloth:
    """What somebody wears: the coat's colour, the skin's, and a tie's if there is one."""

    coat: Colour
    skin: Colour
    tie: Colour | None = None
    shirt: Colour = LINEN
    bob: bool = False


def dressed(palette: Palette, dress: Dress, depth: float = 1.0) -> Cloth:
    """Clothes in the picture's colours; a `depth` below 1 sinks them into the ground, as distance does."""
    ground = palette.tone(0.05)
    coats = {
        "paper": palette.tone(0.9),
        "second": mix(palette.second, palette.ground, 0.12),
        "dark": palette.deep(0.62),
        "accent": palette.accent,
        "dim": palette.tone(0.36),
    }
    ties: dict[Dress, Colour] = {"paper": palette.accent, "second": palette.deep(0.5), "dark": palette.second}
    tie = ties.get(dress)
    return Cloth(
        coat=mix(ground, coats[dress], depth),
        skin=mix(ground, palette.paper, 0.97 * depth),
        tie=None if tie is None else mix(ground, tie, depth),
        shirt=mix(ground, LINEN, depth),
    )


def bust(
    canvas: Canvas, x: float, y: float, r: float, cloth: Cloth, light: int = -1, down: float = BUST_DEPTH
) -> None:
    """Head and coat from the front around a head at (x, y), cut off level `down` radii below it.

    `light` is -1 from the left, 1 from the right. Without a tie it may as well be somebody's back.
    """
    half = [(px, min(py, down)) for px, py in BUST_HALF]
    _frontal(canvas, x, y, r, cloth, mirrored(half), half, light)


def standing(canvas: Canvas, x: float, soles: float, height: float, cloth: Cloth, light: int = -1) -> None:
    """Somebody from head to foot, seen from the front."""
    r = height / STANDING_HEIGHT
    _frontal(canvas, x, soles - 14.4 * r, r, cloth, STANDING, STANDING_HALF, light)


def _frontal(
    canvas: Canvas, x: float, y: float, r: float, cloth: Cloth, body: Outline, half: Outline, light: int
) -> None:
    if cloth.bob:
        canvas.fill(placed(BOB, x, y, r), mix(cloth.coat, INK, 0.35))
    canvas.fill(placed(NECK, x, y, r), mix(cloth.skin, INK, 0.22))
    canvas.fill(placed(body, x, y, r), cloth.coat)
    shaded = [(0.0, half[0][1]), *half, (0.0, half[-1][1])]
    canvas.fill(placed(shaded, x, y, r, flip=-light), INK, 0.14)
    if cloth.tie is not None:
        canvas.fill(placed(SHIRT, x, y, r), cloth.shirt)
        canvas.fill(placed(TIE, x, y, r), cloth.tie)
        for flip in (-1, 1):
            canvas.fill(
                placed(LAPEL, x, y, r, flip=flip), mix(cloth.coat, INK, 0.3 if flip == -light else 0.16)
            )
    canvas.fill(placed(HEAD, x, y, r), cloth.skin)
    canvas.fill(placed(arc(0, 0, 0.84, 1.05, -90, 90), x, y, r, flip=-light), INK, 0.12)


def turned(canvas: Canvas, x: float, y: float, r: float, cloth: Cloth, facing: int = 1) -> None:
    """Head and coat of somebody half turned to the right (1) or to the left (-1); arms are drawn apart."""
    canvas.fill(placed(NECK, x, y, r, flip=facing), mix(cloth.skin, INK, 0.22))
    canvas.fill(placed(TURNED, x, y, r, flip=facing), cloth.coat)
    if cloth.tie is not None:
        canvas.fill(placed(TURNED_SHIRT, x, y, r, flip=facing), cloth.shirt)
        canvas.fill(placed(TURNED_TIE, x, y, r, flip=facing), cloth.tie)
        canvas.fill(placed(TURNED_LAPEL, x, y, r, flip=facing), mix(cloth.coat, INK, 0.2))
    canvas.fill(placed(HEAD, x + 0.22 * r * facing, y, r, turn=6 * facing), cloth.skin)
    back = arc(0, 0, 0.84, 1.05, 90, 270)
    canvas.fill(placed(back, x + 0.22 * r * facing, y, r, turn=6 * facing, flip=facing), INK, 0.12)


def arm(canvas: Canvas, shoulder: Point, elbow: Point, hand: Point, r: float, cloth: Cloth) -> None:
    """A sleeve from shoulder to wrist with its cuff, and the hand, laid over a coat that it shades."""
    line = smooth([shoulder, elbow, hand], steps=16)
    sleeve = limb(line, 1.5 * r, 0.8 * r)
    canvas.shadow(placed(sleeve, 0.1 * r, 0.3 * r, 1), 0.35 * r, 0.35)
    (ax, ay), (hx, hy) = line[-4], hand
    reach = dist((ax, ay), hand)
    ux, uy = (hx - ax) / reach * r, (hy - ay) / reach * r
    canvas.fill(capsule((hx, hy), (hx + 0.95 * ux, hy + 0.95 * uy), 0.6 * r), cloth.skin)
    canvas.fill(
        stroke([(hx - 0.3 * ux, hy - 0.3 * uy), (hx + 0.25 * ux, hy + 0.25 * uy)], 0.74 * r), cloth.shirt
    )
    for step in range(len(line) - 2):  # piece by piece, as one outline would cross itself at the elbow
        piece = limb(line[step : step + 3], *((1.5 - 0.7 * at / len(line)) * r for at in (step, step + 2)))
        canvas.fill(piece, mix(cloth.coat, INK, 0.06))
    canvas.disc(*shoulder, 0.75 * r, mix(cloth.coat, INK, 0.06))


def walker(canvas: Canvas, x: float, soles: float, height: float, cloth: Cloth, facing: int = 1) -> None:
    """Somebody walking, from the side."""
    r = height / STANDING_HEIGHT
    y = soles - 14.4 * r
    dark = mix(cloth.coat, INK, 0.22)
    parts = ((LEG_BEHIND, dark), (LEG_AHEAD, cloth.coat), (SIDE, cloth.coat), (SWINGING_ARM, dark))
    for part, colour in parts:
        canvas.fill(placed(part, x, y, r, flip=facing), colour)
    canvas.fill(placed(HEAD, x + 0.15 * r * facing, y, r), cloth.skin)


def from_above(canvas: Canvas, x: float, y: float, r: float, turn: float, cloth: Cloth) -> None:
    """Shoulders and head straight from above; `turn` 0 faces down the page."""
    canvas.shadow(placed(arc(0, 0, 1.9, 1.0), x + 0.5 * r, y + 0.6 * r, r, turn), 0.4 * r, 0.4)
    canvas.fill(placed(arc(0, 0, 1.9, 0.95), x, y, r, turn), cloth.coat)
    canvas.fill(placed(arc(0, 0.15, 0.82, 0.92), x, y, r, turn), cloth.skin)
