"""Motifs of people: those who meet, their hands, and all together in rows."""

from dataclasses import dataclass, replace
from itertools import pairwise

from .canvas import Canvas, Ramp, fade
from .figures import Cloth, Dress, arm, bust, dressed, standing, turned, walker
from .palette import INK, Colour, Palette, mix
from .scenery import bands, room
from .shapes import Outline, Point, arc, box, capsule, limb, placed, smooth


@dataclass(frozen=True)
class Stance:
    """Somebody half turned: the head's middle and radius in units, and which way."""

    x: float
    y: float
    r: float
    facing: int
    dress: Dress


@dataclass(frozen=True)
class Reach:
    """An arm of the person with that index, over the elbow to the hand."""

    person: int
    elbow: Point
    hand: Point


@dataclass(frozen=True)
class Encounter:
    """People who greet each other in front of tall bands of cloth, with light behind them."""

    people: tuple[Stance, ...]
    reaches: tuple[Reach, ...]
    light: Point
    cloth: tuple[float, ...]
    doorway: tuple[float, float] | None = None

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        canvas.ground(palette.tone(0.1), palette.deep(0.3))
        bands(canvas, palette, list(self.cloth), canvas.height)
        canvas.glow(*self.light, 700, 640, palette.paper, 0.32)
        if self.doorway:
            self._open_door(canvas, palette, *self.doorway)
        arms = {reach.person: reach for reach in self.reaches}
        for index, one in enumerate(self.people):
            cloth = dressed(palette, one.dress)
            canvas.shadow(
                box(one.x - 2 * one.r, one.y + 2 * one.r, one.x + 2 * one.r, 1200), one.r * 0.6, 0.45
            )
            turned(canvas, one.x, one.y, one.r, cloth, one.facing)
            if index in arms:
                shoulder = one.x - 0.25 * one.r * one.facing, one.y + 2.75 * one.r
                arm(canvas, shoulder, arms[index].elbow, arms[index].hand, one.r, cloth)
        for left, right in pairwise(reach.hand for reach in self.reaches):
            if abs(left[0] - right[0]) < 2.5 * self.people[0].r:
                self._clasp(canvas, palette, left, right)

    def _open_door(self, canvas: Canvas, palette: Palette, left: float, right: float) -> None:
        canvas.shadow(box(left - 10, 60, right + 10, canvas.height), 60, 0.3, palette.paper)
        canvas.fill(box(left, 70, right, canvas.height), Ramp(palette.tone(0.78), palette.tone(0.42)))
        canvas.fill(box(left - 14, 56, left, canvas.height), palette.deep(0.4))
        canvas.fill(box(right, 56, right + 14, canvas.height), palette.deep(0.4))
        canvas.fill(box(left - 14, 56, right + 14, 70), palette.deep(0.4))

    def _clasp(self, canvas: Canvas, palette: Palette, one: Point, other: Point) -> None:
        """Two hands that hold each other, small, between two wrists."""
        x, y, r = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2, self.people[0].r
        canvas.fill(
            capsule((x - 0.26 * r, y - 0.02 * r), (x + 0.3 * r, y + 0.04 * r), 0.66 * r), palette.tone(0.97)
        )
        canvas.fill(
            capsule((x - 0.3 * r, y - 0.3 * r), (x + 0.16 * r, y - 0.22 * r), 0.2 * r), palette.tone(0.88)
        )
        for finger in range(3):
            fx = x - 0.2 * r + finger * 0.2 * r
            canvas.fill(capsule((fx, y - 0.02 * r), (fx + 0.03 * r, y + 0.24 * r), 0.035 * r), INK, 0.3)


@dataclass(frozen=True)
class Clasp:
    """Two hands, close: a sleeve from the left, one from the right, `lean` degrees out of the level."""

    x: float
    y: float
    size: float
    lean: float
    dresses: tuple[Dress, Dress]
    discs: tuple[tuple[float, float, float], ...]

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        canvas.ground(palette.tone(0.14), palette.deep(0.45), 60)
        for x, y, radius in self.discs:
            canvas.disc(x, y, radius, Ramp(palette.tone(0.26), palette.tone(0.1), 80), 0.75)
        canvas.glow(self.x, self.y, self.size * 3, self.size * 2.4, palette.paper, 0.35)
        left, right = (dressed(palette, dress) for dress in self.dresses)
        self._forearm(canvas, left, -1)
        self._hand(canvas, palette.tone(0.84), 1)
        self._forearm(canvas, right, 1)
        self._fingers(canvas, palette.tone(0.98))

    def _at(self, outline: Outline, flip: int = 1) -> Outline:
        return placed(outline, self.x, self.y, self.size, self.lean, flip)

    def _forearm(self, canvas: Canvas, cloth: Cloth, side: int) -> None:
        """Sleeve, cuff and button, towards the edge of the sheet on that side."""
        sleeve: Outline = [(1.35, -0.62), (9.5, -2.1), (9.5, 2.7), (1.45, 0.68)]
        canvas.shadow(self._at([(x, y + 0.25) for x, y in sleeve], side), self.size * 0.2, 0.5)
        canvas.fill(self._at([(1.0, -0.5), (1.6, -0.56), (1.7, 0.6), (1.05, 0.52)], side), cloth.shirt)
        canvas.fill(self._at(sleeve, side), cloth.coat)
        canvas.fill(self._at([(1.4, 0.05), (9.5, 0.3), (9.5, 2.7), (1.45, 0.68)], side), INK, 0.14)
        for button in (1.75, 2.1, 2.45):
            canvas.fill(
                self._at(arc(button, 0.42 + button * 0.04, 0.1, 0.1), side), mix(cloth.coat, INK, 0.45)
            )

    def _hand(self, canvas: Canvas, skin: Colour, facing: int) -> None:
        """The hand that lies behind: its palm and its thumb."""
        palm = smooth(
            [(-1.1, -0.48), (-0.4, -0.66), (0.5, -0.52), (1.0, -0.1), (0.9, 0.42), (0.0, 0.62), (-1.1, 0.5)]
        )
        canvas.fill(self._at(palm, facing), skin)
        canvas.fill(self._at(palm[40:], facing), INK, 0.1)

    def _fingers(self, canvas: Canvas, skin: Colour) -> None:
        """The hand in front: four fingers around the other hand and a thumb over it."""
        back = smooth(
            [(1.15, -0.46), (0.5, -0.6), (0.0, -0.42), (-0.2, 0.1), (0.1, 0.5), (0.6, 0.6), (1.15, 0.5)]
        )
        canvas.shadow(self._at([(x - 0.1, y + 0.15) for x, y in back]), self.size * 0.12, 0.35)
        for finger in range(4):
            start, end = (0.3, -0.26 + finger * 0.25), (-0.62 + 0.06 * abs(finger - 1), -0.2 + finger * 0.25)
            canvas.fill(
                self._at(capsule((start[0], start[1] + 0.05), (end[0], end[1] + 0.05), 0.25)), INK, 0.25
            )
            canvas.fill(self._at(capsule(start, end, 0.24)), skin)
        canvas.fill(self._at(back), skin)
        canvas.fill(self._at(capsule((0.7, -0.42), (-0.25, -0.66), 0.3)), INK, 0.2)
        canvas.fill(self._at(capsule((0.7, -0.46), (-0.25, -0.72), 0.3)), skin)


@dataclass(frozen=True)
class Tier:
    """A row of people: the heads' height on the sheet, their radius and their distance, in units."""

    y: float
    r: float
    step: float
    shift: float = 0.0


@dataclass(frozen=True)
class Group:
    """Rows of people who face the light: the last tier stands in front. Some wear the accent, some a tie."""

    tiers: tuple[Tier, ...]
    accents: tuple[tuple[int, int], ...]
    light: Point
    margin: float = 0.0

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        room(canvas, palette, canvas.height, self.light, 0.6)
        last = len(self.tiers) - 1
        for row, tier in enumerate(self.tiers):
            depth = 0.55 + 0.45 * (row + 1) / (last + 1)
            count = int((canvas.width - 2 * self.margin) / tier.step) + 1
            start = (canvas.width - (count - 1) * tier.step) / 2 + tier.shift
            for place in range(count):
                self._person(canvas, palette, tier, start + place * tier.step, (row, place), depth)
            if row < last:
                canvas.fill(box(0, tier.y, canvas.width, canvas.height), fade(palette.deep(0.4), 0.0, 0.5))

    def _person(
        self, canvas: Canvas, palette: Palette, tier: Tier, x: float, seat: tuple[int, int], depth: float
    ) -> None:
        row, place = seat
        dresses: tuple[Dress, ...] = ("paper", "dim", "second", "paper", "dark")
        dress = dresses[(place * 3 + row * 2 + place // 4) % 5]
        y = tier.y + canvas.rng.uniform(-0.32, 0.32) * tier.r
        cloth = dressed(palette, "accent" if seat in self.accents else dress, depth)
        if (place * 7 + row * 3) % 5 == 1:
            cloth = replace(cloth, bob=True, tie=None)
        canvas.shadow(
            box(x - 2 * tier.r, y + 2 * tier.r, x + 2.4 * tier.r, y + 9 * tier.r), tier.r * 0.5, 0.4
        )
        bust(canvas, x, y, tier.r, cloth, -1 if x > self.light[0] else 1)


@dataclass(frozen=True)
class Onlookers:
    """Heads and shoulders from behind, dark against a bright far end; `stage` is its box in units."""

    stage: tuple[float, float, float, float]
    tiers: tuple[Tier, ...]
    speakers: tuple[float, ...]

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        left, top, right, bottom = self.stage
        canvas.ground(palette.deep(0.35), palette.deep(0.6))
        canvas.shadow(box(*self.stage), 90, 0.5, palette.paper)
        canvas.fill(box(*self.stage), Ramp(palette.tone(0.9), palette.tone(0.55)))
        for index, share in enumerate(self.speakers):
            x = left + (right - left) * share
            tall = (bottom - top) * 0.72
            canvas.fill(
                box(x - tall * 0.3, top, x + tall * 0.3, bottom), palette.accent, 0.16 if index % 2 else 0.3
            )
            standing(
                canvas, x, bottom + tall * 0.12, tall, dressed(palette, "accent" if index == 0 else "dark")
            )
        canvas.fill(box(0, bottom, canvas.width, canvas.height), Ramp(palette.tone(0.2), palette.deep(0.55)))
        for row, tier in enumerate(self.tiers):
            colour = mix(palette.tone(0.3), palette.deep(0.8), row / (len(self.tiers) - 1))
            count = int(canvas.width / tier.step) + 3
            for place in range(count):
                x = place * tier.step - tier.step + tier.shift + canvas.rng.uniform(-0.2, 0.2) * tier.step
                y = tier.y + canvas.rng.uniform(-0.4, 0.4) * tier.r
                bust(canvas, x, y, tier.r, Cloth(colour, mix(colour, palette.paper, 0.1)), -1)


@dataclass(frozen=True)
class Crossing:
    """A wide floor, small people on their ways, long shadows; each is (x, soles, height, facing)."""

    walkers: tuple[tuple[float, float, float, int], ...]
    light: Point
    floor: float
    accent: int
    tiles: int

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        room(canvas, palette, self.floor, self.light, 0.75)
        for tile in range(-self.tiles, self.tiles + 1):
            x = self.light[0] + tile * canvas.width / self.tiles * 1.6
            canvas.fill(
                limb([(self.light[0] + tile * 26, self.floor), (x, canvas.height)], 1, 5),
                palette.deep(0.5),
                0.6,
            )
        for line in range(1, 7):
            y = self.floor + (canvas.height - self.floor) * (line / 7) ** 2
            canvas.fill(box(0, y, canvas.width, y + 1 + line * 0.5), palette.deep(0.5), 0.6)
        for index, (x, soles, height, facing) in enumerate(self.walkers):
            away = (x - self.light[0]) * 0.55
            shade = limb([(x, soles - 2), (x + away, soles + height * 0.9)], height * 0.13, height * 0.3)
            canvas.shadow(shade, height * 0.03, 0.55)
            walker(
                canvas,
                x,
                soles,
                height,
                dressed(palette, "accent" if index == self.accent else "paper"),
                facing,
            )
