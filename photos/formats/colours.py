"""Colour spaces of files without an ICC profile, as numbers or as profiles.

Files tell such spaces by code points (CICP, ITU-T H.273), by a gamma and chromaticities (PNG), or by Exif.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

Row = tuple[float, float, float]
Matrix = tuple[Row, Row, Row]
Chromaticities = tuple[float, ...]  # x and y of red, green, blue, and of the white

D65: Final = (0.3127, 0.3290)
D50: Final = (0.9642, 1.0, 0.8249)  # of profiles, as XYZ
BRADFORD: Final[Matrix] = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))

BT709: Final = (0.64, 0.33, 0.30, 0.60, 0.15, 0.06, *D65)
ADOBE: Final = (0.64, 0.33, 0.21, 0.71, 0.15, 0.06, *D65)
BT2020: Final = (0.708, 0.292, 0.170, 0.797, 0.131, 0.046, *D65)
# By the code point of H.273; those that are not here are shown as sRGB.
PRIMARIES: Final[dict[int, Chromaticities]] = {
    1: BT709,
    4: (0.67, 0.33, 0.21, 0.71, 0.14, 0.08, 0.310, 0.316),
    5: (0.64, 0.33, 0.29, 0.60, 0.15, 0.06, *D65),
    6: (0.63, 0.34, 0.31, 0.595, 0.155, 0.07, *D65),
    7: (0.63, 0.34, 0.31, 0.595, 0.155, 0.07, *D65),
    9: BT2020,
    11: (0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.314, 0.351),
    12: (0.68, 0.32, 0.265, 0.69, 0.15, 0.06, *D65),
    22: (0.63, 0.34, 0.295, 0.605, 0.155, 0.077, *D65),
}
LINEAR, SRGB, PQ, HLG = 8, 13, 16, 18
GAMMAS: Final = {4: 2.2, 5: 2.8, LINEAR: 1.0}
OF_VIDEO: Final = dict.fromkeys((1, 6, 14, 15), 2.4)  # as screens for video show it (BT.1886)

# Gamma, factor, offset, slope and end of the straight part.
SRGB_CURVE: Final = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


@dataclass(frozen=True)
class Space:
    """An RGB space: its chromaticities, and a gamma or the code point of a transfer."""

    primaries: Chromaticities
    gamma: float = 0
    transfer: int = SRGB

    @property
    def is_hdr(self) -> bool:
        """Whether it holds more light than a screen's white."""
        return self.transfer in (PQ, HLG)

    @property
    def is_srgb(self) -> bool:
        """Whether nothing has to be converted."""
        return self.primaries == BT709 and not self.gamma and not self.is_hdr


ADOBE_RGB: Final = Space(ADOBE, gamma=563 / 256)


def of_cicp(primaries: int, transfer: int, *, is_still: bool = False) -> Space:
    """Return the space of code points; unknown ones are sRGB's, as in browsers.

    The transfer of video counts in a format that `is_still` only; elsewhere encoders write it without meaning it.
    """
    gammas = GAMMAS | OF_VIDEO if is_still else GAMMAS
    curve = transfer if transfer in (PQ, HLG) else SRGB
    return Space(PRIMARIES.get(primaries, BT709), gammas.get(transfer, 0), curve)


@cache
def profile(space: Space) -> bytes:
    """Return a space without HDR as an ICC profile of version 4: matrix and curve."""
    columns = tuple(zip(*to_d50(space.primaries), strict=True))
    curve = _curve(0, space.gamma) if space.gamma else _curve(3, *SRGB_CURVE)
    name = _text("Compatible RGB")
    tags = {b"desc": name, b"cprt": _text("No copyright, use freely"), b"wtpt": _xyz(D50)}
    for colour, column in zip("rgb", columns, strict=True):
        tags[f"{colour}XYZ".encode()] = _xyz(column)
        tags[f"{colour}TRC".encode()] = curve
    at = 128 + 4 + 12 * len(tags)
    table, data, known = struct.pack(">I", len(tags)), b"", dict[bytes, int]()
    for tag, value in tags.items():
        if value not in known:
            known[value] = at + len(data)
            data += value + bytes(-len(value) % 4)
        table += tag + struct.pack(">II", known[value], len(value))
    header = bytearray(128)
    struct.pack_into(">I", header, 0, 128 + len(table) + len(data))
    header[8:12] = b"\x04\x30\x00\x00"
    header[12:24] = b"mntrRGB XYZ "
    header[24:36] = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    header[36:40] = b"acsp"
    header[68:80] = b"".join(map(_fixed, D50))
    return bytes(header) + table + data


def to_d50(primaries: Chromaticities) -> Matrix:
    """Return the matrix from linear RGB to XYZ under the light of profiles."""
    white = _xyz_of(*primaries[6:8])
    adapted = times(BRADFORD, white), times(BRADFORD, D50)
    gains = [to / of for of, to in zip(*adapted, strict=True)]
    scaled = [[gain * each for each in row] for gain, row in zip(gains, BRADFORD, strict=True)]
    return product(product(inverse(BRADFORD), scaled), to_xyz(primaries))


def to_xyz(primaries: Chromaticities) -> Matrix:
    """Return the matrix from linear RGB to XYZ under the white of the space."""
    columns = [_xyz_of(*primaries[at : at + 2]) for at in (0, 2, 4)]
    matrix: Matrix = tuple(zip(*columns, strict=True))  # type: ignore[assignment]  # three columns, three rows
    shares = times(inverse(matrix), _xyz_of(*primaries[6:8]))
    return product(matrix, ((shares[0], 0, 0), (0, shares[1], 0), (0, 0, shares[2])))


def times(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> Row:
    """Return the matrix applied to a vector of three."""
    one, two, three = (sum(factor * each for factor, each in zip(row, vector, strict=True)) for row in matrix)
    return one, two, three


def product(left: Sequence[Sequence[float]], right: Sequence[Sequence[float]]) -> Matrix:
    """Return the product of two matrices."""
    one, two, three = (times(left, column) for column in zip(*right, strict=True))
    rows: Matrix = tuple(zip(one, two, three, strict=True))  # type: ignore[assignment]  # three columns, three rows
    return rows


def inverse(matrix: Sequence[Sequence[float]]) -> Matrix:
    """Return the inverse of a matrix. Raises ZeroDivisionError where there is none."""
    (a, b, c), (d, e, f), (g, h, i) = matrix
    rows = (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )
    determinant = a * rows[0][0] + b * rows[1][0] + c * rows[2][0]
    one, two, three = ((x / determinant, y / determinant, z / determinant) for x, y, z in rows)
    return one, two, three


def _xyz_of(x: float, y: float) -> Row:
    return x / y, 1.0, (1 - x - y) / y


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(values: Sequence[float]) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(map(_fixed, values))


def _text(text: str) -> bytes:
    words = text.encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">II4sII", 1, 12, b"enUS", len(words), 28) + words


def _curve(kind: int, *numbers: float) -> bytes:
    return b"para" + bytes(4) + struct.pack(">HH", kind, 0) + b"".join(map(_fixed, numbers))
