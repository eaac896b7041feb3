"""Motifs of halls: curved tiers of desks from behind, from the rostrum, and as a plan."""

from dataclasses import dataclass

from .canvas import Canvas, Ramp
from .figures import Cloth, Dress, bust, dressed, standing
from .palette import INK, Palette, mix
from .scenery import beam, pool
from .shapes import arc, band, box, placed, polar, spaced, stroke, superellipse


@dataclass(frozen=True)
class HallFromBehind:
    """Curved tiers seen from the last one: backs and desks around a lit rostrum.

    Radii grow by `growth` from `first` on; `squash` is the arcs' height by their width, `span` half their
    angle.
    """

    x: float
    y: float
    first: float
    growth: float
    tiers: int
    squash: float
    span: float
    accents: tuple[tuple[int, int], ...]

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        canvas.ground(palette.tone(0.13), palette.deep(0.45))
        canvas.glow(self.x, self.y, 760, 620, palette.paper, 0.5)
        self._stage(canvas, palette)
        radius = self.first
        for tier in range(self.tiers):
            self._tier(canvas, palette, tier, radius)
            radius *= self.growth

    def _stage(self, canvas: Canvas, palette: Palette) -> None:
        tall = self.first * 0.62
        beam(canvas, palette, (self.x, -40), (self.x - tall, self.y + 8), (self.x + tall, self.y + 8), 0.3)
        for side in (-2, -1, 1, 2):
            left = self.x + side * tall * 0.75 - tall * 0.16
            canvas.fill(
                box(left, 0, left + tall * 0.32, self.y - 6),
                palette.warm(0.7) if side % 2 else palette.cool(0.5),
                0.45,
            )
        pool(canvas, palette, self.x, self.y, self.first * 0.8, self.first * self.squash * 0.7, 0.8)
        standing(canvas, self.x, self.y + 2, tall * 0.9, dressed(palette, "dark"))
        desk = [(self.x - tall * 0.2, self.y - tall * 0.52), (self.x + tall * 0.2, self.y - tall * 0.52)]
        canvas.fill(
            [*desk, (self.x + tall * 0.15, self.y + 4), (self.x - tall * 0.15, self.y + 4)], palette.paper
        )

    def _tier(self, canvas: Canvas, palette: Palette, tier: int, radius: float) -> None:
        share = (tier + 1) / self.tiers
        start, end = 90 + self.span, 90 - self.span
        flat, deep = radius * self.squash, radius * 0.06
        top = arc(self.x, self.y, radius, flat, start, end)
        front = arc(self.x, self.y + deep * 1.5, radius, flat, start, end)
        inner = arc(self.x, self.y, radius - deep * 1.2, flat - deep * 0.8, start, end)
        canvas.fill(band(inner, top), palette.tone(0.84 - 0.36 * share))
        canvas.fill(band(top, front), mix(palette.tone(0.3 - 0.2 * share), INK, 0.25))
        r = radius * 0.034
        line = arc(
            self.x,
            self.y + deep * 1.1,
            radius * 1.03,
            flat * 1.03,
            start - self.span * 0.24,
            end + self.span * 0.24,
        )
        count = round(1.52 * self.span / 360 * 6.28 * radius / (r * 5.4))
        for seat, ((x, y), _) in enumerate(spaced(line, count)):
            if (
                not (-99 < x < canvas.width + 99 and y < canvas.height + 160)
                or (seat * 7 + tier * 5) % 11 == 0
            ):
                continue
            near = mix(palette.tone(0.46), palette.deep(0.6), share)
            cloth = Cloth(near, mix(near, palette.paper, 0.45))
            if (tier, seat) in self.accents:
                cloth = Cloth(palette.accent, mix(palette.accent, palette.paper, 0.65))
            canvas.fill(superellipse(x, y + 3.2 * r, 2.5 * r, 1.9 * r, 5), palette.deep(0.6))
            bust(canvas, x, y, r, cloth, 1 if x < self.x else -1, down=5)


@dataclass(frozen=True)
class HallFromRostrum:
    """Curved tiers that rise away from the speaker: everybody faces us, the far ones small and dim.

    `x`, `y` are the arcs' common middle, below the sheet's lower edge or near it.
    """

    x: float
    y: float
    first: float
    growth: float
    tiers: int
    squash: float
    r: float
    accents: tuple[tuple[int, int], ...]
    lamps: int

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        canvas.ground(palette.deep(0.5), palette.tone(0.08))
        self._ceiling(canvas, palette)
        radii = [self.first * self.growth**tier for tier in range(self.tiers)]
        for tier in reversed(range(self.tiers)):
            self._tier(canvas, palette, tier, radii[tier])

    def _ceiling(self, canvas: Canvas, palette: Palette) -> None:
        top = self.first * self.growth ** (self.tiers - 1)
        for lamp in range(self.lamps):
            radius = top * (1.055 + 0.03 * lamp)
            glow = mix(palette.tone(0.5), palette.accent, 0.25)
            line = arc(self.x, self.y, radius, radius * self.squash, 200, 340)
            canvas.shadow(stroke(line, 18), 26, 0.5 - 0.1 * lamp, glow)
            canvas.fill(stroke(line, 5), palette.paper, 0.75 - 0.15 * lamp)

    def _tier(self, canvas: Canvas, palette: Palette, tier: int, radius: float) -> None:
        depth = 1 - 0.72 * tier / self.tiers
        r = self.r * (1 - 0.5 * tier / self.tiers)
        flat = radius * self.squash
        wall = [
            *arc(self.x, self.y, radius, flat, 180, 360),
            (self.x + radius, self.y + 900),
            (self.x - radius, self.y + 900),
        ]
        count = round(3.14 * radius / (r * 6.2))
        seats = spaced(arc(self.x, self.y - 2.6 * r, radius, flat, 184, 356), count)
        for seat, ((x, y), _) in enumerate(seats):
            if not -99 < x < canvas.width + 99 or (seat * 5 + tier * 3) % 13 == 0:
                continue
            dresses: tuple[Dress, ...] = ("paper", "dark", "second", "paper", "dim")
            dress: Dress = "accent" if (tier, seat) in self.accents else dresses[(seat * 3 + tier) % 5]
            canvas.fill(
                superellipse(x, y + 2.6 * r, 2.4 * r, 2.5 * r, 5),
                mix(palette.deep(0.55), palette.tone(0.2), depth),
            )
            bust(
                canvas, x, y, r, dressed(palette, dress, 0.35 + 0.65 * depth), 1 if x > self.x else -1, down=5
            )
        canvas.fill(wall, Ramp(mix(palette.deep(0.2), palette.tone(0.34), depth), palette.deep(0.45)))
        rim = stroke(arc(self.x, self.y, radius, flat, 180, 360), r * 0.62)
        canvas.fill(rim, mix(palette.ground, palette.tone(0.9), depth))


@dataclass(frozen=True)
class HallPlan:
    """The hall straight from above: rings of seats around an open middle, cut by aisles.

    `gap` is the angle that stays free on the rostrum's side; every sector has its own tone.
    """

    x: float
    y: float
    first: float
    step: float
    rings: int
    seat: float
    gap: float
    turn: float
    sectors: int
    lit: tuple[int, ...]

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        canvas.ground(palette.tone(0.1), palette.deep(0.4), 50)
        last = self.first + self.step * self.rings
        start, end = self.turn + self.gap / 2, self.turn + 360 - self.gap / 2
        canvas.glow(self.x, self.y, last * 1.5, last * 1.5, palette.paper, 0.45)
        for number in range(self.rings):
            self._ring(canvas, palette, number, start, end)
        canvas.disc(self.x, self.y, self.first * 0.62, Ramp(palette.tone(0.3), palette.tone(0.12), 60))
        canvas.disc(self.x, self.y, self.first * 0.34, palette.accent, 0.85)
        x, y = polar(self.x, self.y, self.first * 0.9, self.first * 0.9, self.turn)
        desk = superellipse(0, 0, self.first * 0.14, self.first * 0.5, 5)
        canvas.shadow(placed(desk, x + 8, y + 10, 1, self.turn), 14, 0.5)
        canvas.fill(placed(desk, x, y, 1, self.turn), palette.paper)

    def _ring(self, canvas: Canvas, palette: Palette, number: int, start: float, end: float) -> None:
        radius = self.first + self.step * (number + 0.6)
        wide = (end - start) / self.sectors
        for sector in range(self.sectors):
            aisle = 260 / radius
            left, right = start + sector * wide + aisle, start + (sector + 1) * wide - aisle
            desk = arc(self.x, self.y, radius - self.step * 0.3, radius - self.step * 0.3, left, right)
            back = arc(self.x, self.y, radius - self.step * 0.1, radius - self.step * 0.1, left, right)
            canvas.fill(band(desk, back), palette.tone(0.62), 0.8)
            line = arc(self.x, self.y, radius + self.step * 0.22, radius + self.step * 0.22, left, right)
            count = max(1, round((right - left) / 360 * 6.28 * radius / (self.seat * 2.7)))
            for (x, y), _ in spaced(line, count):
                taken = canvas.rng.random() < 0.8
                colour = palette.tone(0.9 - 0.3 * number / self.rings)
                if sector in self.lit and taken:
                    colour = mix(palette.accent, palette.ground, 0.25 * number / self.rings)
                canvas.disc(
                    x, y, self.seat if taken else self.seat * 0.8, colour if taken else palette.tone(0.25)
                )
