"""Outlines: lists of points, made, smoothed and moved. Lengths are in the canvas's units, angles in degrees.

Angles start at three o'clock and grow clockwise, as y grows downwards.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import atan2, copysign, cos, degrees, dist, pi, radians, sin

type Point = tuple[float, float]
type Outline = list[Point]


def box(left: float, top: float, right: float, bottom: float) -> Outline:
    """A rectangle by its edges."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def polar(x: float, y: float, rx: float, ry: float, angle: float) -> Point:
    """The point at an angle on the ellipse around (x, y)."""
    return x + rx * cos(radians(angle)), y + ry * sin(radians(angle))


def arc(x: float, y: float, rx: float, ry: float, start: float = 0, end: float = 360) -> Outline:
    """Points along an ellipse around (x, y) from one angle to another; a whole ellipse by default."""
    steps = max(6, round(abs(end - start) / 360 * min(240, 60 + (rx + ry) / 3)))
    return [polar(x, y, rx, ry, start + (end - start) * step / steps) for step in range(steps + 1)]


def ring(x: float, y: float, rx: float, ry: float, width: float, squash: float = 1.0) -> Outline:
    """A band inside an ellipse, `width` wide at its sides and `squash` times that above and below."""
    return band(arc(x, y, rx, ry), arc(x, y, rx - width, ry - width * squash))


def band(one: Iterable[Point], other: Iterable[Point]) -> Outline:
    """What lies between two lines that run the same way."""
    return [*one, *reversed(list(other))]


def bezier(start: Point, first: Point, second: Point, end: Point, steps: int = 24) -> Outline:
    """A cubic curve with two handles."""
    points = []
    for step in range(steps + 1):
        t = step / steps
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        corners = (start, first, second, end)
        points.append(
            (
                sum(w * x for w, (x, _) in zip(weights, corners, strict=True)),
                sum(w * y for w, (_, y) in zip(weights, corners, strict=True)),
            )
        )
    return points


def smooth(points: Sequence[Point], steps: int = 10) -> Outline:
    """An open curve through every one of the points (Catmull-Rom)."""
    padded = [points[0], *points, points[-1]]
    line: Outline = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        first = b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6
        second = c[0] - (d[0] - b[0]) / 6, c[1] - (d[1] - b[1]) / 6
        line += bezier(b, first, second, c, steps)[:-1]
    return [*line, points[-1]]


def wave(
    start: Point, end: Point, height: float, crests: float, phase: float = 0.0, steps: int = 48
) -> Outline:
    """A sine line from start to end with so many crests, `phase` in turns."""
    (x0, y0), (x1, y1) = start, end
    length = dist(start, end) or 1.0
    nx, ny = -(y1 - y0) / length, (x1 - x0) / length
    line = []
    for step in range(steps + 1):
        t = step / steps
        lift = height * sin(2 * pi * (t * crests + phase))
        line.append((x0 + (x1 - x0) * t + nx * lift, y0 + (y1 - y0) * t + ny * lift))
    return line


def placed(
    outline: Iterable[Point], x: float, y: float, scale: float, turn: float = 0.0, flip: int = 1
) -> Outline:
    """A template around (0, 0) scaled, turned and moved to (x, y); `flip` -1 mirrors left and right first."""
    c, s = cos(radians(turn)) * scale, sin(radians(turn)) * scale
    return [(x + flip * px * c - py * s, y + flip * px * s + py * c) for px, py in outline]


def mirrored(half: Sequence[Point]) -> Outline:
    """A shape that is the same left and right of x = 0, from its right half (top to bottom)."""
    return [*half, *[(-x, y) for x, y in reversed(half)]]


def limb(points: Sequence[Point], start: float, end: float) -> Outline:
    """A stroke along a line that tapers from one width to another, its ends cut square."""
    left: Outline = []
    right: Outline = []
    last = len(points) - 1
    for index, (x, y) in enumerate(points):
        (ax, ay), (bx, by) = points[max(0, index - 1)], points[min(last, index + 1)]
        length = dist((ax, ay), (bx, by)) or 1.0
        half = (start + (end - start) * index / last) / 2
        nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return band(left, right)


def stroke(points: Sequence[Point], width: float) -> Outline:
    """A line of even width along the points."""
    return limb(points, width, width)


def capsule(start: Point, end: Point, width: float) -> Outline:
    """A straight bar with round ends."""
    half = width / 2
    lean = degrees(atan2(end[1] - start[1], end[0] - start[0]))
    return [*arc(*end, half, half, lean - 90, lean + 90), *arc(*start, half, half, lean + 90, lean + 270)]


def superellipse(x: float, y: float, rx: float, ry: float, power: float) -> Outline:
    """An ellipse (power 2) that nears a rectangle as the power grows."""

    def bent(value: float) -> float:
        return copysign(abs(value) ** (2 / power), value)

    angles = [radians(step * 1.5) for step in range(241)]
    return [(x + rx * bent(cos(angle)), y + ry * bent(sin(angle))) for angle in angles]


def spaced(line: Sequence[Point], count: int) -> list[tuple[Point, float]]:
    """So many points evenly along a line, each in the middle of its share, with the direction there."""
    pieces = [(a, b, dist(a, b)) for a, b in pairwise(line)]
    step = sum(length for _, _, length in pieces) / count
    stops: list[tuple[Point, float]] = []
    walked, due = 0.0, step / 2
    for (ax, ay), (bx, by), length in pieces:
        while length and due <= walked + length and len(stops) < count:
            t = (due - walked) / length
            stops.append(((ax + (bx - ax) * t, ay + (by - ay) * t), degrees(atan2(by - ay, bx - ax))))
            due += step
        walked += length
    return stops
