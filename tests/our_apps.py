"""The project's own apps, as the contract of their imports names them."""

import ast
import tomllib
from functools import cache
from pathlib import Path
from typing import Final

BASE_DIR: Final = Path(__file__).resolve().parents[1]
APPS: Final[tuple[str, ...]] = tuple(
    tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
)


@cache
def nodes(path: Path) -> list[ast.AST]:
    """Return all nodes of a module's syntax tree, which several tests look at."""
    return list(ast.walk(ast.parse(path.read_text())))
