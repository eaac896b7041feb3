"""Motifs of tables: from straight above, and across."""

from dataclasses import dataclass
from math import cos, radians, sin

from .canvas import Canvas, Ramp
from .figures import Cloth, Dress, bust, dressed, from_above
from .palette import INK, WHITE, Palette, mix
from .scenery import room
from .shapes import Point, arc, box, placed, polar, ring, spaced, superellipse


@dataclass(frozen=True)
class TableAbove:
    """A table from straight above with people around it.

    `power` 2 is an ellipse, more nears a rectangle; `width` is the table top's, 0 for a solid one; `r` is a
    head's radius, `open_at` the seats left free, `lamp` where the light falls.
    """

    x: float
    y: float
    rx: float
    ry: float
    power: float
    width: float
    seats: int
    r: float
    accents: tuple[int, ...]
    open_at: tuple[int, ...] = ()
    lamp: Point = (750, 500)

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        canvas.ground(palette.tone(0.08), palette.deep(0.3), 70)
        self._carpet(canvas, palette)
        canvas.glow(*self.lamp, 1000, 900, palette.paper, 0.32)
        self._top(canvas, palette)
        line = superellipse(self.x, self.y, self.rx + 2.1 * self.r, self.ry + 2.1 * self.r, self.power)
        for seat, ((x, y), way) in enumerate(spaced(line, self.seats)):
            self._place(canvas, palette, seat, x, y, way)

    def _carpet(self, canvas: Canvas, palette: Palette) -> None:
        for step in range(4):
            reach = 5.5 * self.r + step * 3.1 * self.r
            outline = superellipse(self.x, self.y, self.rx + reach, self.ry + reach, self.power)
            canvas.fill(outline, palette.tone(0.2), 0.16)

    def _top(self, canvas: Canvas, palette: Palette) -> None:
        outer = superellipse(self.x, self.y, self.rx, self.ry, self.power)
        canvas.shadow(placed(outer, 0.7 * self.r, 0.9 * self.r, 1), 0.9 * self.r, 0.55)
        canvas.fill(outer, Ramp(palette.tone(0.88), palette.tone(0.62), 60))
        if not self.width:
            inlay = superellipse(self.x, self.y, self.rx * 0.86, self.ry * 0.8, self.power)
            canvas.fill(inlay, Ramp(palette.tone(0.8), palette.tone(0.56), 60))
            return
        inner = superellipse(self.x, self.y, self.rx - self.width, self.ry - self.width, self.power)
        canvas.fill(inner, Ramp(palette.deep(0.3), palette.tone(0.12), 60))
        with canvas.within(inner):
            canvas.shadow(
                placed(outer[:121] + inner[120::-1], 0.5 * self.r, 0.7 * self.r, 1), 0.5 * self.r, 0.5
            )
            canvas.glow(self.x, self.y, self.rx * 0.9, self.ry * 0.9, palette.paper, 0.3)
            for share in (0.72, 0.46, 0.2):
                mark = superellipse(
                    self.x, self.y, (self.rx - self.width) * share, (self.ry - self.width) * share, self.power
                )
                canvas.fill(mark, palette.warm(0.5), 0.22)

    def _place(self, canvas: Canvas, palette: Palette, seat: int, x: float, y: float, way: float) -> None:
        """Chair, person, papers and glass of one seat; `way` is the direction along the table's edge."""
        r = self.r
        chair = superellipse(0, -0.75, 1.35, 0.95, 4)
        canvas.shadow(placed(chair, x + 0.3 * r, y + 0.4 * r, r, way), 0.4 * r, 0.45)
        canvas.fill(placed(chair, x, y, r, way), palette.deep(0.55))
        sheet = mix(palette.paper, WHITE, 0.6)
        askew = way + canvas.rng.uniform(-7, 7)
        canvas.fill(placed(box(-0.74, 2.7, 0.21, 4.0), x, y, r, askew), INK, 0.14)
        canvas.fill(placed(box(-0.8, 2.6, 0.15, 3.9), x, y, r, askew), sheet)
        canvas.fill(placed(arc(0.75, 3.2, 0.24, 0.24), x, y, r, way), palette.cool(0.75))
        if seat in self.open_at:
            canvas.fill(placed(superellipse(0, -0.6, 1.0, 0.62, 4), x, y, r, way), palette.tone(0.2))
            return
        dresses: tuple[Dress, ...] = ("paper", "dim", "paper", "second", "dark", "paper", "dim")
        dress: Dress = "accent" if seat in self.accents else dresses[(seat * 3) % 7]
        from_above(canvas, x, y, r, way, dressed(palette, dress))


@dataclass(frozen=True)
class TableAcross:
    """A round or long table seen across: people behind it, its top, and backs in front.

    `seats` are those of the far side, `backs` the near ones; heads grow from `far` to `near` in radius.
    """

    x: float
    y: float
    rx: float
    ry: float
    seats: int
    far: float
    near: float
    accent: int
    backs: tuple[float, ...]
    light: Point
    bowl: bool = False

    def paint(self, canvas: Canvas, palette: Palette) -> None:
        room(canvas, palette, self.y - self.ry * 0.4, self.light, 0.7)
        angles = [194 + 152 * (place + 0.5) / self.seats for place in range(self.seats)]
        order = sorted(range(self.seats), key=lambda place: sin(radians(angles[place])))
        for place in order:
            self._sitter(canvas, palette, place, angles[place])
        self._top(canvas, palette)
        for angle in angles:
            self._papers(canvas, palette, angle)
        away = Cloth(coat=palette.tone(0.13), skin=palette.tone(0.26))
        for share in self.backs:
            x = self.x + self.rx * share
            y = self.y + self.ry * (1.02 - 0.25 * abs(share)) - self.near * 0.2
            body = box(x - 2.4 * self.near, y, x + 2.4 * self.near, canvas.height + 99)
            canvas.shadow(body, self.near * 0.4, 0.4)
            bust(canvas, x, y, self.near, away, 1 if share < 0 else -1)

    def _radius(self, angle: float) -> float:
        """The head's radius at an angle around the table."""
        return self.far + (self.near - self.far) * (1 + sin(radians(angle))) * 0.6

    def _sitter(self, canvas: Canvas, palette: Palette, place: int, angle: float) -> None:
        r = self._radius(angle)
        x, y = polar(self.x, self.y, self.rx * 1.06, self.ry * 1.02, angle)
        dresses: tuple[Dress, ...] = ("paper", "second", "dark", "paper", "dim")
        dress: Dress = "accent" if place == self.accent else dresses[(place * 2 + 1) % 5]
        chair = superellipse(x, y - 0.9 * r, 2.3 * r, 2.5 * r, 4)
        canvas.fill(chair, Ramp(palette.tone(0.14), palette.deep(0.4)))
        light = -1 if cos(radians(angle)) > 0 else 1
        bust(canvas, x, y - 3.7 * r, r, dressed(palette, dress), light, down=6.5)

    def _top(self, canvas: Canvas, palette: Palette) -> None:
        edge = arc(self.x, self.y + self.ry * 0.13, self.rx, self.ry)
        canvas.shadow(arc(self.x, self.y + self.ry * 0.4, self.rx, self.ry), 40, 0.5)
        canvas.fill(edge, mix(palette.tone(0.4), INK, 0.2))
        canvas.fill(arc(self.x, self.y, self.rx, self.ry), Ramp(palette.tone(0.7), palette.tone(0.93)))
        canvas.fill(ring(self.x, self.y, self.rx * 0.985, self.ry * 0.97, 5, 0.6), palette.tone(0.5), 0.6)
        if self.bowl:
            hollow = arc(self.x, self.y + self.ry * 0.03, self.rx * 0.56, self.ry * 0.5)
            canvas.fill(hollow, Ramp(palette.deep(0.5), palette.tone(0.14)))
            with canvas.within(hollow):
                canvas.oval(
                    self.x, self.y + self.ry * 0.2, self.rx * 0.52, self.ry * 0.48, palette.warm(0.4), 0.5
                )

    def _papers(self, canvas: Canvas, palette: Palette, angle: float) -> None:
        r = self._radius(angle)
        x, y = polar(self.x, self.y, self.rx * 0.86, self.ry * 0.8, angle)
        lean = (x - self.x) / self.rx * 0.9
        sheet = [
            (x - r, y),
            (x + 0.7 * r, y),
            (x + (0.9 - lean) * r, y + 0.8 * r),
            (x - (1.1 + lean) * r, y + 0.8 * r),
        ]
        canvas.fill([(px + 0.1 * r, py + 0.12 * r) for px, py in sheet], INK, 0.16)
        canvas.fill(sheet, mix(palette.paper, WHITE, 0.8))
        glass = x + (1.5 if x < self.x else -1.5) * r
        canvas.fill(
            box(glass - 0.22 * r, y - 0.7 * r, glass + 0.22 * r, y + 0.35 * r), palette.cool(0.8), 0.75
        )
