"""Checks that a JPEG without an end marker holds its whole picture."""

import hashlib
import io
import random
from typing import Final

from PIL import Image

from photos.formats import jpeg

BEHIND: Final = 4096  # bytes that a decoder would still need for a picture that is cut
SEEDS: Final = (1, 2)


class Incomplete(ValueError):
    """A part of the picture is missing."""


def check(content: bytes) -> None:
    """Raise Incomplete for a JPEG that is cut within its picture.

    Without an end marker the decoder takes whatever follows for the rest. Where nothing is missing it takes nothing,
    and the picture is the same whatever follows.
    """
    if not content.startswith(jpeg.START) or not jpeg.outline(content).is_open:
        return
    if len({_decoded(content, seed) for seed in SEEDS}) > 1:
        raise Incomplete("The JPEG ends within its picture.")


def _decoded(content: bytes, seed: int) -> bytes:
    """Return the hash of the pixels, decoded with noise behind the file."""
    noise = bytes(random.Random(seed).choices(range(0xFF), k=BEHIND))  # noqa: S311  # no secret
    with Image.open(io.BytesIO(jpeg.bare(content, noise)), formats=["JPEG"]) as image:
        return hashlib.sha256(image.tobytes()).digest()
