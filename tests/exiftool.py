"""exiftool, the oracle of a file's metadata: it reads ours and writes for us."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest


def _program() -> str:
    found = shutil.which("exiftool")
    if found is None:
        pytest.fail("There is no exiftool: install it (for example: apt-get install libimage-exiftool-perl).")
    return found


def read(path: Path) -> dict[str, Any]:
    """Return fields by group and name, "XMP-dc:Rights", in exiftool's formats."""
    arguments = [
        _program(),
        "-json",
        "-G1",
        "-struct",
        "-a",
        "-charset",
        "exif=utf8",
        "-api",
        "largefilesupport",
        path,
    ]
    return json.loads(subprocess.run(arguments, check=True, capture_output=True).stdout)[0]


def complaints(path: Path) -> list[str]:
    """Return what exiftool finds wrong with IPTC and XMP, and what it calls an error."""
    arguments = [_program(), "-validate", "-warning", "-error", "-a", path]
    lines = subprocess.run(arguments, check=False, capture_output=True, text=True).stdout.splitlines()
    return [line for line in lines if line.startswith("Error") or "IPTC" in line or "XMP" in line]


def write(path: Path, *arguments: str) -> bytes:
    """Write fields, said as exiftool's own arguments, and return the file's content."""
    subprocess.run([_program(), "-q", "-overwrite_original", *arguments, path], check=True)
    return path.read_bytes()
