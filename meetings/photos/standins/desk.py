"""Motifs of the desk: sheets and seals, folders, cups, the things at a place."""

from dataclasses import dataclass

from .canvas import Canvas, Ramp, fade
from .palette import INK, WHITE, Colour, Palette, mix, rgb
from .shapes import (
    Outline,
    Point,
    arc,
    box,
    capsule,
    limb,
    mirrored,
    placed,
    polar,
    smooth,
    stroke,
    superellipse,
)

COFFEE = rgb("#462a1c")
FOAM = rgb("#966842")


def pen(canvas: Canvas, palette: Palette, x: float, y: float, long: float, turn: float) -> None:
    """A fountain pen whose nib is at (x, y); `turn` is the direction in which it lies."""
    body = [
        (0.16, -0.028),
        (0.24, -0.04),
        (0.94, -0.042),
        (1.0, -0.026),
        (1.0, 0.026),
        (0.94, 0.042),
        (0.24, 0.04),
        (0.16, 0.028),
    ]
    canvas.shadow(placed([(px + 0.03, py + 0.07) for px, py in body], x, y, long, turn), long * 0.025, 0.5)
    canvas.fill(placed([(0, 0), (0.16, -0.026), (0.16, 0.026)], x, y, long, turn), palette.accent)
    canvas.fill(placed(body, x, y, long, turn), palette.deep(0.75))
    canvas.fill(placed(box(0.24, -0.03, 0.95, -0.014), x, y, long, turn), palette.tone(0.6), 0.7)
    for ring in (0.235, 0.56):
        canvas.fill(placed(box(ring, -0.044, ring + 0.022, 0.044), x, y, long, turn), palette.accent)


def seal(canvas: Canvas, palette: Palette, x: float, y: float, r: float) -> None:
    """A wax seal on the two tails of its ribbon."""
    for lean in (68, 104):
        tail = placed([(0, -0.3), (2.9, -0.3), (2.6, 0), (2.9, 0.3), (0, 0.3)], x, y, r, lean)
        canvas.shadow([(px + 5, py + 8) for px, py in tail], 7, 0.35)
        canvas.fill(tail, mix(palette.accent, INK, 0.22 if lean > 90 else 0.32))
    rim = [
        polar(x, y, r * (1 + 0.055 * ((k * 7) % 5 - 2) / 2), r * (1 + 0.05 * ((k * 3) % 5 - 2) / 2), k * 15)
        for k in range(25)
    ]
    canvas.shadow([(px + r * 0.1, py + r * 0.14) for px, py in rim], r * 0.12, 0.5)
    canvas.fill(rim, palette.accent)
    canvas.fill(
        arc(x, y, r * 0.74, r * 0.74),
        Ramp(mix(palette.accent, INK, 0.28), mix(palette.accent, WHITE, 0.1), 55),
    )
    canvas.fill(arc(x, y, r * 0.64, r * 0.64), mix(palette.accent, INK, 0.08))
    for ray in range(8):
        ends = [polar(x, y, r * reach, r * reach, ray * 45 + 10) for reach in (0.2, 0.48)]
        canvas.fill(stroke(ends, r * 0.09), mix(palette.accent, INK, 0.3))


@dataclass(frozen=True)
class Sheet:
    """A sheet of paper: its middle, width and turn, its lines of text, and where its seal sits (0 to 1)."""

    x: float
    y: float
    wide: float
    turn: float
    lines: int
    sealed: Point | None = None


@dataclass(frozen=True)
class Papers:
    """Sheets on a desk under a lamp, with pens; each pen is (x, y, length, direction)."""

    sheets: tuple[Sheet, ...]
    pens: tuple[tuple[float, float, float, float], ...]
    lamp: Point
    pad: tuple[float, float, float, float, float] | None = None

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        canvas.ground(palette.tone(0.14), palette.deep(0.4), 50)
        for grain in range(14):
            y = canvas.height * (grain + canvas.rng.random()) / 14
            canvas.fill(
                limb([(-20, y), (canvas.width + 20, y + canvas.rng.uniform(-40, 40))], 2, 7),
                palette.deep(0.4),
                0.25,
            )
        canvas.glow(*self.lamp, 1100, 950, palette.paper, 0.4)
        if self.pad:
            x, y, wide, high, turn = self.pad
            outline = placed(superellipse(0, 0, wide / 2, high / 2, 14), x, y, 1, turn)
            canvas.shadow([(px + 14, py + 18) for px, py in outline], 22, 0.5)
            canvas.fill(outline, Ramp(palette.warm(0.75), palette.warm(0.5), 60))
        for sheet in self.sheets:
            self._sheet(canvas, palette, sheet)
        for x, y, long, turn in self.pens:
            pen(canvas, palette, x, y, long, turn)
        canvas.fill(box(0, 0, canvas.width, canvas.height), fade(INK, 0.0, 0.28, 50))

    def _sheet(self, canvas: Canvas, palette: Palette, sheet: Sheet) -> None:
        def at(outline: Outline) -> Outline:
            return placed(outline, sheet.x, sheet.y, sheet.wide, sheet.turn)

        page = box(-0.5, -0.707, 0.5, 0.707)
        canvas.shadow(
            [(x + sheet.wide * 0.02, y + sheet.wide * 0.035) for x, y in at(page)], sheet.wide * 0.03, 0.5
        )
        canvas.fill(at(page), Ramp(mix(palette.paper, WHITE, 0.7), mix(palette.paper, WHITE, 0.1), 60))
        ink = mix(palette.ground, palette.paper, 0.35)
        canvas.fill(at(box(-0.36, -0.58, 0.06, -0.545)), palette.deep(0.2))
        canvas.fill(at(box(-0.36, -0.5, -0.12, -0.485)), palette.accent)
        for line in range(sheet.lines):
            y = -0.41 + line * 0.062
            short = line % 5 == 4 or line == sheet.lines - 1
            right = canvas.rng.uniform(-0.1, 0.15) if short else canvas.rng.uniform(0.31, 0.36)
            canvas.fill(at(box(-0.36, y, right, y + 0.017)), ink, 0.75)
        if sheet.sealed:
            across, down = sheet.sealed
            (x, y) = at([(across - 0.5, (down - 0.5) * 1.414)])[0]
            seal(canvas, palette, x, y, sheet.wide * 0.11)


@dataclass(frozen=True)
class Folders:
    """Folders fanned out around a point, one in the accent."""

    x: float
    y: float
    long: float
    count: int
    spread: tuple[float, float]
    accent: int
    lamp: Point

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        canvas.ground(palette.deep(0.15), palette.deep(0.45), 60)
        canvas.glow(*self.lamp, 1000, 900, palette.paper, 0.35)
        start, end = self.spread
        for number in range(self.count):
            turn = start + (end - start) * number / (self.count - 1)
            tones = (palette.tone(0.3), palette.cool(0.6), palette.tone(0.62), palette.tone(0.86))
            colour = palette.accent if number == self.accent else tones[number % 4]
            self._folder(canvas, palette, turn, colour, number % 3)

    def _folder(self, canvas: Canvas, palette: Palette, turn: float, colour: Colour, tab: int) -> None:
        def at(outline: Outline) -> Outline:
            return placed(outline, self.x, self.y, self.long, turn)

        top = -0.28 + tab * 0.2
        cover: Outline = [
            (0.12, -0.36),
            (1.0, -0.36),
            (1.0, top),
            (1.05, top + 0.02),
            (1.05, top + 0.16),
            (1.0, top + 0.18),
        ]
        cover += [(1.0, 0.36), (0.12, 0.36)]
        canvas.shadow(
            [(x + self.long * 0.015, y + self.long * 0.03) for x, y in at(cover)], self.long * 0.03, 0.55
        )
        canvas.fill(at(box(0.2, -0.34, 1.015, 0.33)), mix(palette.paper, WHITE, 0.6))
        canvas.fill(at(cover), Ramp(mix(colour, WHITE, 0.08), mix(colour, INK, 0.12), 60))
        canvas.fill(at(box(0.12, -0.36, 0.17, 0.36)), INK, 0.14)
        canvas.fill(at(box(0.62, -0.13, 0.86, 0.13)), mix(palette.paper, WHITE, 0.5))
        for line in range(3):
            canvas.fill(
                at(box(0.67 + line * 0.05, -0.09, 0.685 + line * 0.05, 0.09 - 0.05 * line)),
                palette.deep(0.2),
                0.7,
            )


@dataclass(frozen=True)
class Cups:
    """Cups on saucers from above, in a slanting grid; `accents` take the accent, `empty` have no cup."""

    pitch: float
    r: float
    turn: float
    accents: tuple[int, ...]
    empty: tuple[int, ...]
    lamp: Point

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        canvas.ground(palette.tone(0.2), palette.deep(0.3), 60)
        canvas.glow(*self.lamp, 1100, 1000, palette.paper, 0.4)
        number = 0
        for row in range(-4, 6):
            for column in range(-4, 6):
                offset = (column + 0.5 * (row % 2)) * self.pitch, row * self.pitch * 0.88
                x, y = placed([offset], canvas.width / 2, canvas.height / 2, 1, self.turn)[0]
                if canvas.shows(x, y, 2 * self.r):
                    self._cup(canvas, palette, x, y, number)
                    number += 1

    def _cup(self, canvas: Canvas, palette: Palette, x: float, y: float, number: int) -> None:
        r = self.r
        china = palette.accent if number in self.accents else mix(palette.paper, WHITE, 0.3)
        canvas.shadow(arc(x + r * 0.18, y + r * 0.26, r, r), r * 0.16, 0.5)
        canvas.disc(x, y, r, Ramp(china, mix(china, INK, 0.16), 55))
        canvas.disc(x, y, r * 0.7, INK, 0.07)
        spoon = canvas.rng.uniform(15, 75)
        canvas.fill(
            placed(capsule((-0.1, -0.84), (0.62, -0.84), 0.07), x, y, r, spoon + 90), palette.deep(0.3), 0.85
        )
        canvas.fill(placed(arc(0.7, -0.84, 0.16, 0.1), x, y, r, spoon + 90), palette.deep(0.3), 0.85)
        if number in self.empty:
            return
        handle = canvas.rng.uniform(-50, 30)
        canvas.shadow(arc(x + r * 0.12, y + r * 0.18, r * 0.58, r * 0.58), r * 0.1, 0.45)
        canvas.fill(placed(capsule((0.5, 0), (0.86, 0), 0.17), x, y, r, handle), mix(china, WHITE, 0.35))
        canvas.disc(x, y, r * 0.58, mix(china, WHITE, 0.45))
        canvas.disc(x, y, r * 0.5, mix(COFFEE, palette.ground, 0.25))
        canvas.fill(arc(x, y, r * 0.44, r * 0.44, 190, 290), FOAM, 0.35)


@dataclass(frozen=True)
class PlaceSetting:
    """The things at one place of the table, from the front, and far lights behind them.

    `things` says what stands where: ("glass", x, scale), ("carafe", x, scale), ("plate", x, scale).
    """

    things: tuple[tuple[str, float, float], ...]
    edge: float
    lights: tuple[tuple[float, float, float, float], ...]

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        canvas.ground(palette.deep(0.4), palette.tone(0.2))
        for x, y, radius, cover in self.lights:
            canvas.shadow(
                arc(x, y, radius, radius), radius * 0.1, cover, mix(palette.paper, palette.accent, 0.4)
            )
        table = box(0, self.edge, canvas.width, canvas.height)
        canvas.fill(table, Ramp(palette.tone(0.6), palette.tone(0.2)))
        canvas.fill(box(0, self.edge, canvas.width, self.edge + 5), palette.paper, 0.5)
        drawings = {"glass": self._glass, "carafe": self._carafe, "plate": self._plate}
        for name, x, scale in self.things:
            foot = self.edge + 40 + 130 * scale
            canvas.fill(arc(x + 30 * scale, foot, 130 * scale, 20 * scale), INK, 0.3)
            drawings[name](canvas, palette, x, foot, scale)

    def _glass(self, canvas: Canvas, palette: Palette, x: float, foot: float, scale: float) -> None:
        def at(outline: Outline) -> Outline:
            return placed(outline, x, foot, scale)

        canvas.fill(at([(-72, -260), (72, -260), (58, 0), (-58, 0)]), palette.paper, 0.22)
        canvas.fill(at([(-68, -165), (68, -165), (57, -14), (-57, -14)]), palette.cool(0.9), 0.55)
        canvas.fill(at(arc(0, -165, 68, 13)), palette.paper, 0.45)
        canvas.fill(at([(-58, -245), (-40, -245), (-36, -25), (-48, -25)]), WHITE, 0.5)
        canvas.fill(at(stroke(arc(0, -260, 72, 14), 4)), palette.paper, 0.8)
        canvas.fill(at(arc(0, -6, 57, 11)), palette.paper, 0.5)

    def _carafe(self, canvas: Canvas, palette: Palette, x: float, foot: float, scale: float) -> None:
        def at(outline: Outline) -> Outline:
            return placed(outline, x, foot, scale)

        side = smooth([(44, -520), (40, -420), (62, -340), (112, -240), (124, -120), (108, 0)])
        canvas.fill(at(mirrored(side)), palette.paper, 0.2)
        water = smooth([(89, -290), (111, -240), (121, -120), (106, -6)])
        canvas.fill(at(mirrored(water)), palette.cool(0.9), 0.5)
        canvas.fill(at(arc(0, -290, 90, 15)), palette.paper, 0.4)
        canvas.fill(
            at([(-92, -250), (-66, -270), (-80, -120), (-78, -30), (-98, -60), (-106, -130)]), WHITE, 0.45
        )
        canvas.fill(at(stroke(arc(0, -520, 44, 9), 5)), palette.paper, 0.8)
        canvas.disc(x, foot - 562 * scale, 36 * scale, palette.accent)

    def _plate(self, canvas: Canvas, palette: Palette, x: float, foot: float, scale: float) -> None:
        def at(outline: Outline) -> Outline:
            return placed(outline, x, foot, scale)

        canvas.fill(
            at([(-230, -130), (230, -130), (262, 0), (-262, 0)]),
            Ramp(mix(palette.paper, WHITE, 0.5), palette.tone(0.84)),
        )
        canvas.fill(at([(-230, -130), (230, -130), (222, -148), (-222, -148)]), palette.tone(0.55))
        canvas.fill(at([(-150, -86), (110, -86), (113, -68), (-153, -68)]), palette.deep(0.3), 0.85)
        canvas.fill(at([(-156, -48), (20, -48), (21, -38), (-158, -38)]), palette.accent)
