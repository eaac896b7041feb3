"""Motifs of stairs: from the front, from the side, and straight down the well."""

from dataclasses import dataclass

from .canvas import Canvas, Ramp
from .figures import Dress, dressed, from_above, standing, walker
from .palette import INK, Palette, mix
from .scenery import room
from .shapes import Outline, Point, arc, band, box, limb, polar, stroke

RAIL = 0.56  # of the radius of a spiral: where its rail runs


@dataclass(frozen=True)
class GrandStair:
    """A wide stair that rises away from us to a bright landing, with a runner.

    It goes from half width `near` at the sheet's foot to `far` at the height `top`; `runner` is the carpet's
    share of it. `crowd` is (step, place from -1 left to 1 right, dress), `tall` their height at the foot.
    """

    x: float
    top: float
    near: float
    far: float
    steps: int
    runner: float
    crowd: tuple[tuple[float, float, Dress], ...]
    tall: float
    light: Point

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        room(canvas, palette, self.top + 6, self.light, 0.9)
        door = self.far * 0.62
        canvas.shadow(
            box(self.x - door, self.top - door * 2.3, self.x + door, self.top), 60, 0.5, palette.paper
        )
        head = arc(self.x, self.top - door * 1.7, door, door, 180, 360)
        canvas.fill(
            [*head, (self.x + door, self.top), (self.x - door, self.top)],
            Ramp(palette.paper, mix(palette.paper, palette.accent, 0.3)),
        )
        waiting = sorted(self.crowd, reverse=True)
        for step in reversed(range(self.steps)):
            self._step(canvas, palette, step)
            while waiting and waiting[0][0] >= step:
                _, share, dress = waiting.pop(0)
                self._someone(canvas, palette, step, share, dress)
        self._walls(canvas, palette)

    def _edge(self, canvas: Canvas, step: float) -> tuple[float, float]:
        """A step's front edge: half its width and its height on the sheet; later steps are flatter."""
        t = step / self.steps
        lift = 1 - (1 - t) ** 1.45
        foot = canvas.height + 30
        return self.near + (self.far - self.near) * lift, foot - (foot - self.top) * lift

    def _step(self, canvas: Canvas, palette: Palette, step: int) -> None:
        half, y = self._edge(canvas, step)
        further, back = self._edge(canvas, step + 1)
        lip = y - (y - back) * 0.42
        share = step / self.steps
        riser = box(self.x - half, lip, self.x + half, y)
        tread: Outline = [
            (self.x - half, lip),
            (self.x + half, lip),
            (self.x + further, back),
            (self.x - further, back),
        ]
        canvas.fill(riser, palette.tone(0.16 + 0.2 * share))
        canvas.fill(tread, Ramp(palette.tone(0.5 + 0.3 * share), palette.tone(0.4 + 0.34 * share)))
        if self.runner:
            wide, narrow = half * self.runner, further * self.runner
            canvas.fill(
                box(self.x - wide, lip, self.x + wide, y), mix(palette.accent, INK, 0.42 - 0.2 * share)
            )
            cloth: Outline = [
                (self.x - wide, lip),
                (self.x + wide, lip),
                (self.x + narrow, back),
                (self.x - narrow, back),
            ]
            canvas.fill(cloth, mix(palette.accent, INK, 0.12 - 0.12 * share))
        canvas.fill(box(self.x - half, lip - 1.5, self.x + half, lip + 1.5), palette.paper, 0.35)

    def _someone(self, canvas: Canvas, palette: Palette, step: int, share: float, dress: Dress) -> None:
        half, y = self._edge(canvas, step + 0.55)
        x, size = self.x + half * share, self.tall * half / self.near
        canvas.fill(arc(x + size * 0.12, y, size * 0.2, size * 0.03), INK, 0.35)
        standing(canvas, x, y, size, dressed(palette, dress), -1 if x > self.light[0] else 1)

    def _walls(self, canvas: Canvas, palette: Palette) -> None:
        for side in (-1, 1):
            (near, low), (far, high) = self._edge(canvas, 0), self._edge(canvas, self.steps)
            rail = [(self.x + side * near, low - 210), (self.x + side * far, high - 60)]
            foot = [(self.x + side * near, low), (self.x + side * far, high)]
            canvas.fill(band(rail, foot), palette.deep(0.3), 0.55)
            canvas.fill(limb(rail, 30, 9), palette.tone(0.86))
            for post in range(1, 12):
                t = 1 - (1 - post / 12) ** 1.5
                (rx, ry), (fx, fy) = (
                    (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in (rail, foot)
                )
                canvas.fill(stroke([(rx, ry), (fx, fy)], 13 - 9 * t), palette.tone(0.6))


@dataclass(frozen=True)
class StairFlight:
    """Stairs from the side, up to the right or (`run` below 0) to the left; walkers are (step, dress)."""

    start: Point
    run: float
    rise: float
    steps: int
    tall: float
    walkers: tuple[tuple[int, Dress], ...]
    light: Point

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        canvas.ground(palette.tone(0.18), palette.deep(0.35), 60)
        canvas.glow(*self.light, 900, 800, palette.paper, 0.55)
        canvas.disc(*self.light, 170, palette.tone(0.6), 0.4)
        side = 1 if self.run > 0 else -1
        x, y = self.start
        line: Outline = []
        for step in range(self.steps):
            line += [
                (x + step * self.run, y - step * self.rise),
                (x + (step + 1) * self.run, y - step * self.rise),
            ]
        under = [(px - side * 10, py + self.rise * 3.4) for px, py in (line[-1], line[0])]
        canvas.shadow([*line, (under[0][0], under[0][1] + 90), (under[1][0], under[1][1] + 90)], 40, 0.4)
        for step, dress in self.walkers:
            sx, sy = line[2 * step]
            walker(canvas, sx + self.run * 0.5, sy + 2, self.tall, dressed(palette, dress), side)
        canvas.fill([*line, *under], Ramp(palette.tone(0.85), palette.tone(0.4), 90))
        for step in range(self.steps):
            (ax, ay), (bx, _) = line[2 * step], line[2 * step + 1]
            canvas.fill(box(min(ax, bx), ay, max(ax, bx), ay + 9), palette.paper)
            canvas.fill([(ax, ay + 9), (bx, ay + 9), (ax, ay + self.rise)], INK, 0.14)
        self._rail(canvas, palette, line)

    def _rail(self, canvas: Canvas, palette: Palette, line: Outline) -> None:
        lift = self.tall * 0.52
        for step in range(0, self.steps, 2):
            x, y = line[2 * step][0] + self.run / 2, line[2 * step][1]
            canvas.fill(box(x - 4, y - lift - self.rise / 2, x + 4, y), palette.deep(0.5))
        canvas.fill(stroke([(x, y - lift) for x, y in (line[0], line[-1])], 14), palette.accent)


@dataclass(frozen=True)
class Spiral:
    """A round stair straight down its well: wedges that darken with depth, a rail, and a few people.

    `turns` is how far the stair winds in, each turn `shrink` times the one before.
    """

    x: float
    y: float
    radius: float
    turns: float
    per_turn: int
    shrink: float
    start: float
    walkers: tuple[tuple[int, Dress], ...]

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        canvas.ground(palette.tone(0.2), palette.deep(0.3), 45)
        total = round(self.turns * self.per_turn)
        for step in reversed(range(total)):
            self._wedge(canvas, palette, step, total)
        well = self._radius(total) * 0.6
        canvas.disc(self.x, self.y, well, Ramp(palette.paper, mix(palette.paper, palette.accent, 0.5), 60))
        rail = [self._at(quarter / 4, RAIL) for quarter in range(total * 4)]
        canvas.shadow([(x + 10, y + 12) for x, y in limb(rail, 16, 5)], 7, 0.4)
        canvas.fill(limb(rail, 17, 5), palette.accent)
        for step, dress in sorted(self.walkers, reverse=True):
            r = self._radius(step) * 0.055
            from_above(canvas, *self._at(step + 0.5, 0.78), r, self._angle(step), dressed(palette, dress))

    def _radius(self, step: float) -> float:
        radius: float = self.radius * self.shrink ** (step / self.per_turn)
        return radius

    def _angle(self, step: float) -> float:
        return self.start + 360 * step / self.per_turn

    def _at(self, step: float, share: float) -> Point:
        """The point at a step (whole or not) and at a share of the stair's radius there."""
        radius = self._radius(step) * share
        return polar(self.x, self.y, radius, radius, self._angle(step))

    def _wedge(self, canvas: Canvas, palette: Palette, step: int, total: int) -> None:
        stops = [step + part / 6 for part in range(7)]
        inner, outer, wall = ([self._at(stop, share) for stop in stops] for share in (RAIL, 1.0, 1.035))
        depth = step / total
        away = abs((self._angle(step) + 130) % 360 - 180) / 180
        canvas.fill(
            band(inner, outer), mix(palette.tone(0.92 - 0.5 * depth), palette.deep(0.25), 0.62 * away)
        )
        canvas.fill(stroke([inner[0], outer[0]], 5 - 3 * depth), INK, 0.32)
        canvas.fill(band(outer, wall), palette.deep(0.45))
