"""Converts HDR pictures (ITU-R BT.2100, PQ and HLG) to sRGB as Chromium does."""

from functools import cache
from typing import Final

from PIL import Image, ImageFilter

from photos.formats import colours
from photos.formats.colours import Row, Space

WHITE: Final = 203.0  # candelas per square metre, of paper white (BT.2408)
PEAK: Final = 1000.0  # the same unit: the brightest light that a file is assumed to hold
KNEE, BEND = 0.5, 0.65  # how bright paper white becomes, and how sharply the curve begins there
STEPS: Final = 33  # of the table, along each axis
LUMA: Final = (0.2627, 0.6780, 0.0593)  # of BT.2020


def to_srgb(image: Image.Image, space: Space) -> Image.Image:
    """Return an RGB picture of an HDR space in sRGB."""
    return image.filter(_table(space))


@cache
def _table(space: Space) -> ImageFilter.Color3DLUT:
    to_2020 = colours.product(colours.inverse(colours.to_xyz(colours.BT2020)), colours.to_xyz(space.primaries))
    to_709 = colours.product(colours.inverse(colours.to_xyz(colours.BT709)), colours.to_xyz(colours.BT2020))
    light = _light_of_pq if space.transfer == colours.PQ else _light_of_hlg

    curve = _pq if space.transfer == colours.PQ else _hlg

    def shown(red: float, green: float, blue: float) -> Row:
        linear = light(colours.times(to_2020, (curve(red), curve(green), curve(blue))))
        factor = _toned(max(linear))
        one, two, three = colours.times(to_709, [each * factor for each in linear])
        return _encoded(one), _encoded(two), _encoded(three)

    return ImageFilter.Color3DLUT.generate(STEPS, shown)


def _pq(level: float) -> float:
    """Return the light of a level of PQ, 1 for 10,000 candelas."""
    power = level ** (1 / 78.84375)
    return float((max(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125))


def _hlg(level: float) -> float:
    """Return the light of the scene for a level of HLG, from 0 to 1."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    return level * level / 3 if level <= 0.5 else (2.718281828459045 ** ((level - c) / a) + b) / 12


def _light_of_pq(linear: Row) -> Row:
    one, two, three = (each * 10_000 / WHITE for each in linear)
    return one, two, three


def _light_of_hlg(linear: Row) -> Row:
    """Apply the curve of a screen of 1,000 candelas (BT.2100, the OOTF)."""
    luminance = max(sum(factor * each for factor, each in zip(LUMA, linear, strict=True)), 0.0)
    factor = PEAK / WHITE * luminance**0.2
    one, two, three = (each * factor for each in linear)
    return one, two, three


def _toned(brightest: float) -> float:
    """Return the factor that keeps the brightest channel below white (ISO 22028-5).

    It is one half up to paper white; a curve leads from there to the peak, which becomes white.
    """
    if brightest <= 1:
        return KNEE
    most = PEAK / WHITE
    if brightest >= most:
        return 1 / brightest
    middle, high = 1 + BEND * (1 / KNEE - 1), KNEE + BEND * (1 - KNEE)
    a, b, c = 1 - 2 * middle + most, 2 * (middle - 1), 1 - brightest
    t = (-b + (b * b - 4 * a * c) ** 0.5) / (2 * a)
    return ((1 - t) ** 2 * KNEE + 2 * t * (1 - t) * high + t * t) / brightest


def _encoded(level: float) -> float:
    level = min(max(level, 0.0), 1.0)
    return 12.92 * level if level <= 0.0031308 else float(1.055 * level ** (1 / 2.4) - 0.055)
