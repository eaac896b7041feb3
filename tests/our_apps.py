"""The project's own apps, as the contract of their imports names them."""

import tomllib
from pathlib import Path
from typing import Final

BASE_DIR: Final = Path(__file__).resolve().parents[1]
APPS: Final[tuple[str, ...]] = tuple(
    tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
)
