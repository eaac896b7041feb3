"""Motifs of being heard: lecterns, microphones, cameras."""

from dataclasses import dataclass
from math import dist

from .canvas import Canvas, Ramp
from .figures import Cloth, Dress, bust, dressed, standing
from .palette import INK, Colour, Palette, mix
from .scenery import bands, beam, pool, room
from .shapes import Outline, Point, arc, box, capsule, limb, placed, smooth, stroke

SPEAKER = 1.42  # lectern heights that somebody behind one is tall


def gooseneck(canvas: Canvas, palette: Palette, foot: Point, tip: Point, bow: float, thick: float) -> None:
    """A microphone on a bent neck from its foot to its head; `bow` is how far the neck swings out."""
    middle = ((foot[0] * 0.65 + tip[0] * 0.35) + bow, foot[1] * 0.45 + tip[1] * 0.55)
    neck = smooth([foot, middle, tip])
    canvas.fill(limb(neck, thick * 0.62, thick * 0.4), palette.deep(0.75))
    canvas.fill(stroke([(x - thick * 0.09, y) for x, y in neck], thick * 0.1), palette.tone(0.6), 0.7)
    (ax, ay), (bx, by) = neck[-4], tip
    reach = dist((ax, ay), (bx, by))
    ux, uy = (bx - ax) / reach * thick, (by - ay) / reach * thick
    canvas.fill(capsule(tip, (bx + ux * 2.1, by + uy * 2.1), thick * 1.35), palette.deep(0.5))
    canvas.fill(
        capsule((bx - thick * 0.2, by), (bx + ux * 2 - thick * 0.2, by + uy * 2), thick * 0.5),
        palette.tone(0.5),
        0.5,
    )
    canvas.fill(
        stroke([(bx - ux * 0.25, by - uy * 0.25), (bx + ux * 0.15, by + uy * 0.15)], thick * 1.4),
        palette.accent,
    )


def lectern(canvas: Canvas, palette: Palette, x: float, base: float, tall: float) -> None:
    """A lectern `tall` units high that stands on the height `base`."""
    wide = tall * 0.36
    top = base - tall
    body: Outline = [(x - wide * 0.74, top + tall * 0.1), (x + wide * 0.74, top + tall * 0.1)]
    body += [(x + wide * 0.56, base), (x - wide * 0.56, base)]
    canvas.shadow([(px + tall * 0.08, py + tall * 0.03) for px, py in body], tall * 0.05, 0.5)
    canvas.fill(body, Ramp(palette.tone(0.9), palette.tone(0.6), 0))
    canvas.fill([body[1], body[2], (x + wide * 0.1, base), (x + wide * 0.16, body[1][1])], INK, 0.08)
    canvas.fill(box(x - wide * 0.66, base - tall * 0.05, x + wide * 0.66, base), palette.tone(0.4))
    slab: Outline = [(x - wide * 0.82, top), (x + wide * 0.82, top), (x + wide, top + tall * 0.12)]
    canvas.fill([*slab, (x - wide, top + tall * 0.12)], Ramp(palette.paper, palette.tone(0.75)))
    canvas.fill(box(x - wide, top + tall * 0.12, x + wide, top + tall * 0.155), palette.tone(0.38))
    canvas.disc(x, top + tall * 0.42, wide * 0.34, palette.accent)
    canvas.disc(x, top + tall * 0.42, wide * 0.2, palette.tone(0.8))
    for side in (-1, 1):
        foot = x + side * wide * 0.3, top + tall * 0.03
        gooseneck(
            canvas, palette, foot, (x + side * wide * 0.13, top - tall * 0.2), side * wide * 0.1, tall * 0.022
        )


@dataclass(frozen=True)
class Lecterns:
    """Lecterns on a stage, with or without speakers; each is (x, base, height, dress or None for nobody)."""

    stands: tuple[tuple[float, float, float, Dress | None], ...]
    floor: float
    light: Point
    cloth: tuple[float, ...] = ()
    heads: float = 0.0

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        room(canvas, palette, self.floor, self.light, 0.5)
        bands(canvas, palette, list(self.cloth), self.floor - 2, 0.42)
        canvas.glow(*self.light, 760, 640, palette.paper, 0.4)
        for x, base, tall, dress in self.stands:
            if dress is not None:
                beam(
                    canvas,
                    palette,
                    (x * 0.8 + self.light[0] * 0.2, -30),
                    (x - tall * 0.5, base),
                    (x + tall * 0.5, base),
                    0.2,
                )
            pool(canvas, palette, x, base, tall * 0.7, tall * 0.11, 0.6)
            if dress is not None:
                light = -1 if x > self.light[0] else 1
                standing(canvas, x, base - tall * 0.02, tall * SPEAKER, dressed(palette, dress), light)
            lectern(canvas, palette, x, base, tall)
        if self.heads:
            self._front_rows(canvas, palette)

    def _front_rows(self, canvas: Canvas, palette: Palette) -> None:
        """Heads of those who listen, cut off by the lower edge."""
        for row, (tone, r) in enumerate(((0.3, 34), (0.72, 52))):
            count = round(canvas.width / (r * 5.2)) + 1
            for place in range(count):
                x = (place + 0.5 * row) * canvas.width / (count - 1) + canvas.rng.uniform(-0.8, 0.8) * r
                y = canvas.height - self.heads + row * 70 + canvas.rng.uniform(-0.4, 0.5) * r
                colour = palette.deep(tone)
                bust(canvas, x, y, r, Cloth(colour, mix(colour, palette.paper, 0.12)), -1)


@dataclass(frozen=True)
class TableMicrophones:
    """Microphones on a table's edge that runs off into the distance; each is (x, foot, scale, bow)."""

    microphones: tuple[tuple[float, float, float, float], ...]
    table: tuple[float, float]
    discs: tuple[tuple[float, float, float, float], ...]

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        canvas.ground(palette.tone(0.1), palette.deep(0.35), 75)
        for x, y, radius, share in self.discs:
            canvas.shadow(
                arc(x, y, radius, radius), radius * 0.07, share, mix(palette.paper, palette.accent, 0.25)
            )
        left, right = self.table
        top: Outline = [(0, left), (canvas.width, right), (canvas.width, canvas.height), (0, canvas.height)]
        canvas.fill(top, Ramp(palette.tone(0.5), palette.tone(0.16)))
        canvas.fill(stroke([(0, left), (canvas.width, right)], 5), palette.tone(0.8), 0.8)
        for x, foot, scale, bow in self.microphones:
            thick = 26 * scale
            canvas.fill(arc(x + thick, foot + thick * 0.9, thick * 3.4, thick * 0.9), INK, 0.3)
            canvas.fill(arc(x, foot + thick * 0.3, thick * 2.6, thick * 0.9), palette.deep(0.75))
            canvas.fill(arc(x, foot, thick * 2.6, thick * 0.9), palette.deep(0.45))
            canvas.fill(arc(x + thick * 1.4, foot, thick * 0.4, thick * 0.2), palette.accent)
            gooseneck(
                canvas, palette, (x, foot), (x + bow * scale, foot - 430 * scale), -bow * 0.45 * scale, thick
            )


@dataclass(frozen=True)
class PressMicrophones:
    """Hand-held microphones in front of a speaker, whose head is (x, y, radius).

    Each microphone is (foot x, head x, head y, scale) and leans in from below the sheet.
    """

    microphones: tuple[tuple[float, float, float, float], ...]
    speaker: tuple[float, float, float]
    dress: Dress
    light: Point

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        canvas.ground(palette.tone(0.16), palette.deep(0.4))
        canvas.glow(*self.light, 900, 800, palette.paper, 0.45)
        x, y, r = self.speaker
        canvas.shadow(box(x - 2 * r, y + 2 * r, x + 2.3 * r, canvas.height), r * 0.7, 0.4)
        bust(canvas, x, y, r, dressed(palette, self.dress), -1)
        for index, (foot, x, y, scale) in enumerate(self.microphones):
            foam = (palette.deep(0.7), palette.tone(0.45), palette.cool(0.65), palette.accent)[index % 4]
            self._microphone(canvas, palette, (foot, canvas.height + 80), (x, y), scale, foam)

    def _microphone(
        self, canvas: Canvas, palette: Palette, foot: Point, head: Point, scale: float, foam: Colour
    ) -> None:
        (fx, fy), (hx, hy) = foot, head
        canvas.shadow(
            [(x + 18 * scale, y + 22 * scale) for x, y in limb([head, foot], 60 * scale, 40 * scale)],
            16 * scale,
            0.45,
        )
        canvas.fill(limb([head, foot], 46 * scale, 34 * scale), palette.deep(0.8))
        canvas.fill(
            limb([(hx - 9 * scale, hy), (fx - 9 * scale, fy)], 9 * scale, 6 * scale), palette.tone(0.5), 0.6
        )
        cube = [(hx + (fx - hx) * t, hy + (fy - hy) * t) for t in (0.2, 0.2 + 75 * scale / (fy - hy))]
        canvas.fill(stroke(cube, 92 * scale), mix(foam, palette.paper, 0.55))
        canvas.fill(stroke([(x + 28 * scale, y) for x, y in cube], 36 * scale), INK, 0.16)
        lean = (fx - hx) / (fy - hy) * 100 * scale
        canvas.fill(
            capsule((hx - lean * 0.3, hy - 30 * scale), (hx + lean * 0.25, hy + 28 * scale), 96 * scale), foam
        )
        canvas.fill(
            capsule((hx - 16 * scale - lean * 0.3, hy - 34 * scale), (hx - 16 * scale, hy), 36 * scale),
            palette.paper,
            0.13,
        )


def camera(
    canvas: Canvas, palette: Palette, x: float, y: float, size: float, facing: int, body: Colour
) -> None:
    """A television camera from the side, `size` about half its length; it sits on its tripod at (x, y)."""
    lit = mix(body, palette.paper, 0.16)
    parts: tuple[tuple[Outline, Colour], ...] = (
        (box(-0.75, -0.72, 0.5, -0.08), body),
        (box(-0.95, -0.62, -0.7, -0.2), mix(body, INK, 0.3)),
        (
            [(0.5, -0.6), (0.78, -0.56), (1.2, -0.7), (1.2, -0.14), (0.78, -0.26), (0.5, -0.22)],
            mix(body, INK, 0.2),
        ),
        (box(-0.05, -0.96, 0.42, -0.7), lit),
        (limb([(-0.55, -0.72), (-0.4, -1.0), (0.2, -0.9)], 0.09, 0.09), body),
        (box(-0.75, -0.72, 0.5, -0.64), lit),
        (arc(-0.35, -0.4, 0.16, 0.16), lit),
        (box(0.1, -0.5, 0.36, -0.44), palette.accent),
        (box(-0.16, -0.1, 0.16, 0.12), mix(body, INK, 0.4)),
    )
    for outline, colour in parts:
        canvas.fill(placed(outline, x, y, size, flip=facing), colour)


@dataclass(frozen=True)
class Cameras:
    """Cameras on tripods in front of light; each is (x, height of the head, size, facing, with somebody)."""

    stands: tuple[tuple[float, float, float, int, bool], ...]
    light: Point
    floor: float

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        room(canvas, palette, self.floor, self.light, 0.9)
        canvas.glow(*self.light, 620, 520, palette.paper, 0.6)
        for index, (x, y, size, facing, attended) in enumerate(self.stands):
            body = mix(palette.deep(0.55), palette.deep(0.9), index / max(1, len(self.stands) - 1))
            base = y + size * 3.6
            for spread in (-1.05, 0.15, 1.1):
                leg = limb([(x, y + 0.1 * size), (x + spread * size, base)], 0.17 * size, 0.09 * size)
                canvas.fill(leg, mix(body, INK, 0.15 if spread < 1 else 0.35))
            canvas.fill(
                stroke([(x - 0.5 * size, y + 1.9 * size), (x + 0.55 * size, y + 1.9 * size)], 0.05 * size),
                body,
            )
            if attended:
                tall = size * 4.9
                cloth = Cloth(mix(body, palette.second, 0.14), mix(body, palette.paper, 0.4))
                standing(canvas, x - facing * size * 1.35, base + 0.1 * size, tall, cloth, facing)
            camera(canvas, palette, x, y, size, facing, body)
