"""Colour profiles for tests, and the sRGB that each colour should come out as.

They are built from the numbers of their standards (ICC.1, matrix and curve), without a colour management system.
"""

import struct
from dataclasses import dataclass

Matrix = tuple[tuple[float, float, float], ...]

# Red, green and blue as XYZ under D50, the light of profiles.
ADOBE_RGB_TO_XYZ: Matrix = (
    (0.6097559, 0.2052401, 0.1492240),
    (0.3111242, 0.6256560, 0.0632197),
    (0.0194811, 0.0608902, 0.7448387),
)
DISPLAY_P3_TO_XYZ: Matrix = (
    (0.51512, 0.29198, 0.15710),
    (0.24120, 0.69225, 0.06657),
    (-0.00105, 0.04189, 0.78407),
)
XYZ_TO_SRGB: Matrix = (
    (3.1338561, -1.6168667, -0.4906146),
    (-0.9787684, 1.9161415, 0.0334540),
    (0.0719453, -0.2289914, 1.4052427),
)
SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
ADOBE_GAMMA = 563 / 256


@dataclass(frozen=True)
class Space:
    """An RGB colour space: its matrix to XYZ, its gamma (None: the curve of sRGB)."""

    to_xyz: Matrix
    gamma: float | None = None

    def profile(self) -> bytes:
        """Return the space as an ICC profile."""
        curve = self._curve()
        columns = list(zip(*self.to_xyz, strict=True))
        tags = {b"wtpt": _xyz((0.9642, 1.0, 0.8249)), b"desc": _text(), b"cprt": _text()}
        for colour, column in zip("rgb", columns, strict=True):
            tags[f"{colour}XYZ".encode()] = _xyz(column)
            tags[f"{colour}TRC".encode()] = curve
        return _profile(tags)

    def in_srgb(self, colour: tuple[int, int, int]) -> tuple[int, ...]:
        """Return the colour, in levels from 0 to 255, as sRGB shows it."""
        linear = [self._linear(level / 255) for level in colour]
        srgb = _times(XYZ_TO_SRGB, _times(self.to_xyz, linear))
        return tuple(round(255 * _encoded(min(max(level, 0.0), 1.0))) for level in srgb)

    def _linear(self, level: float) -> float:
        if self.gamma:
            return level**self.gamma
        return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4

    def _curve(self) -> bytes:
        if self.gamma:
            return b"curv" + bytes(4) + struct.pack(">IH", 1, round(self.gamma * 256))
        return b"para" + bytes(4) + struct.pack(">HH", 3, 0) + b"".join(_fixed(value) for value in SRGB_CURVE)


ADOBE_RGB = Space(ADOBE_RGB_TO_XYZ, ADOBE_GAMMA)
DISPLAY_P3 = Space(DISPLAY_P3_TO_XYZ)


def _times(matrix: Matrix, vector: list[float]) -> list[float]:
    return [sum(factor * value for factor, value in zip(row, vector, strict=True)) for row in matrix]


def _encoded(level: float) -> float:
    return 12.92 * level if level <= 0.0031308 else 1.055 * level ** (1 / 2.4) - 0.055


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(values: tuple[float, ...]) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(_fixed(value) for value in values)


def _text() -> bytes:
    words = "of the tests".encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">II", 1, 12) + b"enUS" + struct.pack(">II", len(words), 28) + words


def _profile(tags: dict[bytes, bytes]) -> bytes:
    at = 128 + 4 + 12 * len(tags)
    table, data = struct.pack(">I", len(tags)), b""
    for name, unpadded in tags.items():
        value = unpadded + bytes(-len(unpadded) % 4)
        table += name + struct.pack(">II", at + len(data), len(value))
        data += value
    header = bytearray(128)
    struct.pack_into(">I", header, 0, 128 + len(table) + len(data))
    header[8:12] = b"\x04\x30\x00\x00"
    header[12:24] = b"mntrRGB XYZ "
    header[36:40] = b"acsp"
    header[68:80] = b"".join(_fixed(value) for value in (0.9642, 1.0, 0.8249))
    return bytes(header) + table + data
