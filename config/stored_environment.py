"""Variables stored by `./run new`, in the file `environment` of the data folder."""

import os
from pathlib import Path
from typing import Final

from environs import Env

FILE: Final = "environment"
NOT_POSSIBLE: Final = ("'", "\\", "\n", "\r")


def load(env: Env, data_dir: Path) -> None:
    """Let `env` also read stored variables; those of this process take precedence."""
    env.read_env(data_dir / FILE, recurse=False)


def can_hold(value: str) -> bool:
    """Return whether the file can hold the value as it is."""
    return not any(character in value for character in NOT_POSSIBLE)


def store(data_dir: Path, name: str, value: str) -> None:
    """Store a variable beside those that are stored, readable by this account alone.

    Raises ValueError for a value that the file cannot hold.
    """
    if not can_hold(value):
        raise ValueError(f"{name} has a quotation mark, a backslash or a line break, which cannot be stored.")
    path = data_dir / FILE
    lines = path.read_text().splitlines() if path.exists() else []
    lines = [line for line in lines if not line.startswith(f"{name}=")]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.writelines(f"{line}\n" for line in [*lines, f"{name}='{value}'"])
