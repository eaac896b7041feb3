"""JavaScript programs, in tests/javascript/, that read what we write."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from tests.browser.running import BASE_DIR

PROGRAMS: Final = BASE_DIR / "tests" / "javascript"
SECONDS: Final = 120


def answer(program: str, sent: bytes) -> Any:
    """Return what the program answers to what it is sent."""
    done = subprocess.run(
        [_found("node"), _folder() / program], input=sent, capture_output=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def _folder() -> Path:
    """Return the folder with the programs and packages, installed when first needed."""
    files = sorted(PROGRAMS.iterdir())
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:10]
    folder = BASE_DIR / "var" / f"javascript-{digest}"
    if not folder.is_dir():
        for outdated in folder.parent.glob("javascript-*"):
            shutil.rmtree(outdated)
        unfinished = shutil.copytree(PROGRAMS, folder.with_suffix(".unfinished"))
        command = [_found("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=unfinished, capture_output=True, timeout=SECONDS, check=False)
        assert done.returncode == 0, f"npm could not install the packages of {PROGRAMS}:\n{done.stderr.decode()}"
        unfinished.rename(folder)
    return folder


def _found(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.fail(f"There is no {program}: install Node.js 18 or newer (for example: apt-get install nodejs npm).")
    return found
