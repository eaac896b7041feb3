"""The colours of the stand-in pictures: a deep ground, cut paper, one accent.

Every tone in a picture is mixed from its palette, so that its layers belong together.
"""

from dataclasses import dataclass
from typing import Self

type Colour = tuple[int, int, int]
"""Red, green and blue, each 0 to 255 (sRGB)."""


def rgb(code: str) -> Colour:
    """The colour of a code such as "#a0261d"."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with a `share` (0 to 1) of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


INK = rgb("#0b1219")
SEAL = rgb("#b5432b")
OCHRE = rgb("#cf9a3c")
STEEL = rgb("#93a7bd")
SAGE = rgb("#86a8a2")
CREAM = rgb("#f0e5cf")
LINEN = rgb("#e7e2da")
WHITE = rgb("#fcf9f2")  # of office paper, warmer than a screen's


@dataclass(frozen=True)
class Palette:
    """Four colours and the tones between them."""

    ground: Colour
    paper: Colour
    accent: Colour
    second: Colour

    def tone(self, share: float) -> Colour:
        """From the ground (0) to the paper (1): the nearer or the better lit, the more paper."""
        return mix(self.ground, self.paper, share)

    def deep(self, share: float) -> Colour:
        """From the ground (0) to ink (1)."""
        return mix(self.ground, INK, share)

    def warm(self, share: float) -> Colour:
        """From the ground (0) to the accent (1)."""
        return mix(self.ground, self.accent, share)

    def cool(self, share: float) -> Colour:
        """From the ground (0) to the second colour (1)."""
        return mix(self.ground, self.second, share)

    def with_accent(self, accent: Colour) -> Self:
        """The same ground and paper under another accent."""
        return type(self)(self.ground, self.paper, accent, self.second)


NAVY = Palette(rgb("#1b3854"), CREAM, SEAL, STEEL)
MIDNIGHT = Palette(rgb("#14283c"), LINEN, OCHRE, STEEL)
TEAL = Palette(rgb("#23474c"), CREAM, OCHRE, SAGE)
AUBERGINE = Palette(rgb("#332f49"), LINEN, SEAL, STEEL)
UMBER = Palette(rgb("#41322c"), CREAM, OCHRE, SAGE)
SLATE = Palette(rgb("#46596b"), LINEN, SEAL, STEEL)
