"""Motifs of the house: windows, columns, doors behind doors."""

from dataclasses import dataclass

from .canvas import Canvas, Ramp
from .figures import Dress, dressed, standing
from .palette import INK, Palette, mix
from .scenery import room
from .shapes import Outline, Point, arc, box, limb

type Someone = tuple[float, float, float, Dress]
"""Where somebody stands: x, the soles' height, how tall, in what."""


def backlit(canvas: Canvas, palette: Palette, crowd: tuple[Someone, ...], away: float) -> None:
    """People with the light behind them; shadows fall towards us and `away` times their height aside."""
    for x, soles, tall, _ in crowd:
        shade = limb([(x, soles - 3), (x + away * tall, soles + tall * 0.75)], tall * 0.15, tall * 0.3)
        canvas.shadow(shade, tall * 0.03, 0.55)
    for x, soles, tall, dress in crowd:
        standing(canvas, x, soles, tall, dressed(palette, dress), 1 if away < 0 else -1)


@dataclass(frozen=True)
class Windows:
    """Tall windows and the light that they throw on the floor.

    `panes` are (left, width) along the wall from `top` to `sill`; the light leans `slant` units aside on its
    way to the front. `arched` windows end in half circles; `bars` are the columns and rows of their glass.
    """

    panes: tuple[tuple[float, float], ...]
    top: float
    sill: float
    floor: float
    slant: float
    crowd: tuple[Someone, ...]
    arched: bool = False
    bars: tuple[int, int] = (2, 4)
    dawn: float = 0.2

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        width, height = canvas.width, canvas.height
        canvas.fill(box(0, 0, width, self.floor), Ramp(palette.deep(0.2), palette.tone(0.1)))
        canvas.fill(box(0, self.floor, width, height), Ramp(palette.deep(0.42), palette.deep(0.15)))
        for left, wide in self.panes:
            self._light(canvas, palette, left, wide)
        canvas.fill(box(0, self.floor - 22, width, self.floor), palette.deep(0.45))
        for left, wide in self.panes:
            self._window(canvas, palette, left, wide)
        backlit(canvas, palette, self.crowd, self.slant / 1000)

    def _outline(self, left: float, wide: float, margin: float = 0.0) -> Outline:
        half, middle = wide / 2 + margin, left + wide / 2
        if not self.arched:
            return box(middle - half, self.top - margin, middle + half, self.sill + margin)
        head = arc(middle, self.top + wide / 2, half, half, 180, 360)
        return [*head, (middle + half, self.sill + margin), (middle - half, self.sill + margin)]

    def _window(self, canvas: Canvas, palette: Palette, left: float, wide: float) -> None:
        canvas.shadow(self._outline(left, wide, 12), 70, 0.35, palette.paper)
        canvas.fill(self._outline(left, wide, 14), palette.deep(0.5))
        pane = self._outline(left, wide)
        low = mix(palette.paper, palette.accent, self.dawn)
        canvas.fill(pane, Ramp(mix(palette.ground, palette.second, 0.9), low))
        with canvas.within(pane):
            for step, (tone, lift) in enumerate(((0.5, 0.34), (0.36, 0.2))):
                base = self.sill - (self.sill - self.top) * lift
                for block in range(5):
                    x = left + wide * (block * 0.24 - 0.1 * step)
                    up = wide * 0.13 * ((block * 7 + step * 3 + int(left)) % 5)
                    canvas.fill(box(x, base - up, x + wide * 0.24, self.sill), palette.tone(tone), 0.4)
            columns, rows = self.bars
            for bar in range(1, columns):
                x = left + wide * bar / columns
                canvas.fill(box(x - 5, self.top, x + 5, self.sill), palette.deep(0.4))
            for bar in range(1, rows):
                y = self.top + (self.sill - self.top) * bar / rows
                canvas.fill(box(left, y - 4, left + wide, y + 4), palette.deep(0.4))
        canvas.fill(box(left - 26, self.sill + 12, left + wide + 26, self.sill + 30), palette.tone(0.4))

    def _light(self, canvas: Canvas, palette: Palette, left: float, wide: float) -> None:
        """The window's light on the floor, bar by bar, fading towards us."""
        depth = canvas.height - self.floor
        near, far = self.floor + depth * 0.1, self.floor + depth * 0.86
        columns, rows = self.bars
        for column in range(columns):
            for row in range(rows):
                corners = []
                for across, along in ((0.05, 0.05), (0.95, 0.05), (0.95, 0.95), (0.05, 0.95)):
                    t = (row + along) / rows
                    spread = 1 + 0.35 * t
                    x = left + wide / 2 + ((column + across) / columns - 0.5) * wide * spread + self.slant * t
                    corners.append((x, near + (far - near) * t))
                canvas.fill(corners, mix(palette.paper, palette.accent, self.dawn), 0.5 - 0.36 * row / rows)


@dataclass(frozen=True)
class Colonnade:
    """Columns from the front, lit from one side; each is (middle, width). People stand between them."""

    columns: tuple[tuple[float, float], ...]
    top: float
    base: float
    light: Point
    crowd: tuple[Someone, ...]
    flutes: int = 7
    steps: int = 3

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        room(canvas, palette, self.base - 30, self.light, 0.9)
        for x, soles, tall, dress in self.crowd:
            canvas.fill(arc(x, soles, tall * 0.2, tall * 0.025), INK, 0.4)
            standing(canvas, x, soles, tall, dressed(palette, dress), 1 if x < self.light[0] else -1)
        for middle, wide in sorted(self.columns, key=lambda column: column[1]):
            self._column(canvas, palette, middle, wide)
        if self.top > 0:
            canvas.fill(box(0, -10, canvas.width, self.top), Ramp(palette.tone(0.3), palette.tone(0.48)))
            canvas.fill(box(0, self.top - 16, canvas.width, self.top), palette.deep(0.2), 0.6)
            canvas.fill(box(0, self.top * 0.42, canvas.width, self.top * 0.42 + 8), palette.deep(0.2), 0.5)
        for step in range(self.steps):
            y = self.base + step * 44
            canvas.fill(box(0, y, canvas.width, y + 12), palette.tone(0.62 - 0.12 * step))
            canvas.fill(
                box(0, y + 12, canvas.width, y + 44), Ramp(palette.tone(0.3 - 0.06 * step), palette.deep(0.1))
            )

    def _column(self, canvas: Canvas, palette: Palette, middle: float, wide: float) -> None:
        flip = 1 if middle < self.light[0] else -1
        top, base, half = self.top, self.base, wide / 2
        bright, dark = palette.tone(0.92), palette.tone(0.22)
        shaft: Outline = [
            (middle - half * 0.86, top),
            (middle + half * 0.86, top),
            (middle + half, base),
            (middle - half, base),
        ]
        canvas.shadow([(x - flip * half * 0.7, y) for x, y in shaft], half * 0.5, 0.5)
        canvas.fill(shaft, Ramp(dark, bright, 0 if flip > 0 else 180))
        for flute in range(self.flutes):
            share = (flute + 0.5) / self.flutes * 2 - 1
            x = middle + share * half * 0.84
            thick = wide / self.flutes * 0.34 * (1.1 - abs(share) * 0.6)
            canvas.fill(limb([(x, top), (middle + share * half * 0.97, base)], thick, thick), INK, 0.17)
        for lift, reach, tall in ((0, 1.26, 0.16), (0.16, 1.14, 0.12)):
            low, high = base - lift * wide, base - (lift + tall) * wide
            canvas.fill(
                box(middle - half * reach, high, middle + half * reach, low),
                Ramp(dark, bright, 0 if flip > 0 else 180),
            )
            low, high = top + (lift + tall) * wide, top + lift * wide
            canvas.fill(
                box(middle - half * reach, high, middle + half * reach, low),
                Ramp(dark, bright, 0 if flip > 0 else 180),
            )


@dataclass(frozen=True)
class Enfilade:
    """Doors behind doors towards a bright end; `vanishing` is the point to which all lines run."""

    doors: int
    vanishing: Point
    opening: tuple[float, float, float, float]
    shrink: float
    crowd: tuple[Someone, ...]

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        canvas.ground(palette.deep(0.3), palette.deep(0.5))
        for door in range(self.doors):
            share = (door + 1) / self.doors
            inner = self._edges(self.shrink ** (door + 1))
            outer = (0.0, 0.0, canvas.width, canvas.height) if door == 0 else self._edges(self.shrink**door)
            self._walls(canvas, palette, outer, inner, share)
        left, top, right, bottom = self._edges(self.shrink**self.doors)
        canvas.shadow(box(left, top, right, bottom), 50, 0.8, palette.paper)
        canvas.fill(
            box(left, top, right, bottom), Ramp(palette.paper, mix(palette.paper, palette.accent, 0.35))
        )
        near = [self._floor(canvas, 0.3), self._floor(canvas, -0.3)]
        carpet = [(left + 4, bottom), (right - 4, bottom), *near]
        canvas.fill(carpet, Ramp(palette.accent, palette.warm(0.6)))
        backlit(canvas, palette, self.crowd, 0.05)

    def _floor(self, canvas: Canvas, side: float) -> Point:
        """A point of the lower edge, so many widths of the first doorway aside of the way in."""
        left, _, right, bottom = self.opening
        x = (left + right) / 2 + side * (right - left)
        t = (canvas.height - self.vanishing[1]) / (bottom - self.vanishing[1])
        return self.vanishing[0] + (x - self.vanishing[0]) * t, canvas.height

    def _edges(self, scale: float) -> tuple[float, float, float, float]:
        """A doorway's left, top, right and bottom, drawn towards the vanishing point."""
        x, y = self.vanishing
        left, top, right, bottom = self.opening
        return (
            x + (left - x) * scale,
            y + (top - y) * scale,
            x + (right - x) * scale,
            y + (bottom - y) * scale,
        )

    def _walls(
        self,
        canvas: Canvas,
        palette: Palette,
        outer: tuple[float, float, float, float],
        inner: tuple[float, float, float, float],
        share: float,
    ) -> None:
        """Ceiling, floor and walls between two doorways, and the frame of the inner one."""
        a, b, c, d = outer
        e, f, g, h = inner
        canvas.fill([(a, b), (c, b), (g, f), (e, f)], palette.tone(0.08 + 0.3 * share))
        canvas.fill(
            [(a, d), (c, d), (g, h), (e, h)],
            Ramp(palette.tone(0.16 + 0.4 * share), palette.tone(0.06 + 0.3 * share)),
        )
        canvas.fill([(a, b), (e, f), (e, h), (a, d)], palette.tone(0.14 + 0.44 * share))
        canvas.fill([(c, b), (g, f), (g, h), (c, d)], palette.tone(0.04 + 0.34 * share))
        thick = (g - e) * 0.055
        frame = palette.tone(0.4 + 0.5 * share)
        wall = palette.deep(0.35 * (1 - share))
        for outline in (box(e - thick * 3, f - thick * 3, e, h), box(g, f - thick * 3, g + thick * 3, h)):
            canvas.fill(outline, wall, 0.5)
        canvas.fill(box(e - thick, f - thick, e, h), frame)
        canvas.fill(box(g, f - thick, g + thick, h), mix(frame, INK, 0.25))
        canvas.fill(box(e - thick, f - thick, g + thick, f), mix(frame, INK, 0.12))
