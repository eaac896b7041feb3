"""Motifs of the river: a bridge over still water, and the river from the air."""

from dataclasses import dataclass
from math import dist, sin

from .canvas import Canvas, Ramp
from .city import clouds, houses, sky, tower
from .figures import dressed, walker
from .palette import INK, Palette, mix
from .shapes import Outline, Point, arc, bezier, box, capsule, limb, placed, stroke


@dataclass(frozen=True)
class Bridge:
    """A bridge of stone arches over still water, which gives everything back.

    `deck` is the roadway's height, `water` the river's; `arches` so many across the sheet.
    """

    deck: float
    water: float
    arches: int
    shift: float
    sun: tuple[float, float, float]
    dusk: float
    towers: tuple[tuple[float, float], ...] = ()
    walkers: tuple[tuple[float, int], ...] = ()

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        sky(canvas, palette, self.water + 2, self.sun, self.dusk)
        clouds(canvas, palette, 5, 60, self.deck * 0.6)
        far = mix(mix(palette.tone(0.3), palette.accent, self.dusk * 0.25), palette.deep(0.3), 0.4)
        for x, tall in self.towers:
            tower(canvas, far, x, self.water, tall)
        houses(canvas, far, self.water, (50, 150), (60, 150))
        self._water(canvas, palette)
        for index, (x, facing) in enumerate(self.walkers):
            walker(canvas, x, self.deck + 2, 88, dressed(palette, "accent" if index == 1 else "dark"), facing)
        self._span(canvas, palette)

    def _water(self, canvas: Canvas, palette: Palette) -> None:
        low = mix(palette.tone(0.36), palette.accent, self.dusk * 0.45)
        canvas.fill(box(0, self.water, canvas.width, canvas.height), Ramp(low, palette.deep(0.35)))
        x, _, radius = self.sun
        for step in range(26):
            y = self.water + 6 + (canvas.height - self.water) * (step / 26) ** 1.25
            wide = radius * (0.5 + 1.1 * abs(sin(step * 2.4))) * (1 + step * 0.03)
            shine = mix(palette.paper, palette.accent, self.dusk * 0.8)
            canvas.fill(capsule((x - wide, y), (x + wide, y), 3 + step * 0.35), shine, 0.6 - step * 0.016)

    def _span(self, canvas: Canvas, palette: Palette) -> None:
        wide = canvas.width / self.arches
        rise = (self.water - self.deck) * 0.8
        middles = [(number + self.shift) * wide for number in range(self.arches + 1, -2, -1)]
        body: Outline = [(-20, self.deck), (canvas.width + 20, self.deck), (canvas.width + 20, self.water)]
        for middle in middles:
            body += arc(middle, self.water, wide * 0.41, rise, 0, -180)
        body.append((-20, self.water))
        canvas.fill([(x, 2 * self.water - y) for x, y in body], palette.deep(0.6), 0.6)
        self._ripples(canvas, palette)
        canvas.fill(body, Ramp(palette.deep(0.25), palette.deep(0.6)))
        self._parapet(canvas, palette)
        for middle in middles:
            edge = arc(middle, self.water, wide * 0.425, rise * 1.05, 180, 360)
            canvas.fill(stroke(edge, 9), palette.tone(0.3), 0.8)

    def _ripples(self, canvas: Canvas, palette: Palette) -> None:
        for step in range(14):
            y = self.water + (canvas.height - self.water) * ((step + 0.4) / 14) ** 1.2
            x = canvas.rng.uniform(-0.1, 0.8) * canvas.width
            ripple = capsule((x, y), (x + canvas.rng.uniform(160, 520), y), 2.5 + step * 0.3)
            canvas.fill(ripple, palette.tone(0.55), 0.2)

    def _parapet(self, canvas: Canvas, palette: Palette) -> None:
        canvas.fill(box(0, self.deck - 26, canvas.width, self.deck - 18), palette.deep(0.4))
        canvas.fill(box(0, self.deck - 3, canvas.width, self.deck + 9), palette.tone(0.34))
        for post in range(round(canvas.width / 36)):
            canvas.fill(box(post * 36, self.deck - 24, post * 36 + 5, self.deck), palette.deep(0.4))


@dataclass(frozen=True)
class River:
    """The river from the air: a bent band of light between blocks of houses, bridges across it.

    `course` are the four handles of its middle line; bridges stand at shares of its length.
    """

    course: tuple[Point, Point, Point, Point]
    wide: tuple[float, float]
    bridges: tuple[float, ...]
    block: float
    turn: float
    accent: int

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        canvas.ground(palette.deep(0.15), palette.deep(0.5), 60)
        self._blocks(canvas, palette)
        line = bezier(*self.course, steps=60)
        canvas.fill(limb(line, self.wide[0] + 60, self.wide[1] + 60), palette.deep(0.35))
        canvas.fill(limb(line, self.wide[0] + 16, self.wide[1] + 16), palette.tone(0.5))
        water = limb(line, *self.wide)
        canvas.fill(water, Ramp(palette.cool(0.9), palette.cool(0.45), 80))
        with canvas.within(water):
            canvas.glow(canvas.width * 0.6, canvas.height * 0.3, 600, 600, palette.paper, 0.6)
            for share in (0.28, 0.62):
                banks = limb(line, self.wide[0] * share, self.wide[1] * share)
                for current in (banks[: len(line)], banks[len(line) :]):
                    canvas.fill(stroke(current, 3), palette.paper, 0.2)
        for share in self.bridges:
            self._bridge(canvas, palette, line, share)

    def _bridge(self, canvas: Canvas, palette: Palette, line: Outline, share: float) -> None:
        place = round(share * (len(line) - 3)) + 1
        (x, y), (ax, ay), (bx, by) = line[place], line[place - 1], line[place + 1]
        length = dist((ax, ay), (bx, by))
        half = (self.wide[0] + (self.wide[1] - self.wide[0]) * share) / 2 + 60
        nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
        deck = [(x - nx, y - ny), (x + nx, y + ny)]
        thick = 16 + half * 0.12
        canvas.shadow(stroke([(px + 12, py + 22) for px, py in deck], thick), 10, 0.5)
        canvas.fill(stroke(deck, thick), palette.tone(0.88))
        canvas.fill(stroke(deck, thick * 0.5), palette.tone(0.5))

    def _blocks(self, canvas: Canvas, palette: Palette) -> None:
        reach = int(max(canvas.width, canvas.height) / self.block) + 2
        for row in range(-reach, reach):
            for column in range(-reach, reach):
                jitter = canvas.rng.uniform(0.0, 1.0)
                wide = self.block * (0.78 if jitter < 0.8 else 1.66)
                corner = column * self.block, row * self.block
                x, y = placed([corner], canvas.width / 2, canvas.height / 2, 1, self.turn)[0]
                if not canvas.shows(x, y, self.block * 2):
                    continue
                house = placed(box(0, 0, wide, self.block * 0.78), x, y, 1, self.turn)
                number = (row * 13 + column * 7) % 97
                colour = palette.warm(0.85) if number == self.accent else palette.tone(0.1 + 0.16 * jitter)
                canvas.fill([(px + 7, py + 10) for px, py in house], INK, 0.35)
                canvas.fill(house, colour)
                court = box(wide * 0.28, self.block * 0.24, wide * 0.72, self.block * 0.54)
                canvas.fill(placed(court, x, y, 1, self.turn), palette.deep(0.3))
