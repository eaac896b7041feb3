"""The worked examples of CONTRIBUTING.md, read as changes and made in a copy."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Final

from tests import postgres
from tests.our_apps import APPS, BASE_DIR

STEP: Final = re.compile(
    r"^ *```(?P<language>\w+)\n(?P<block>.*?)^ *```$|`\./run manage (?P<arguments>makemigrations [^`]+)`",
    re.MULTILINE | re.DOTALL,
)
NEW_FILE: Final = re.compile(r"(?:# |\{# )([\w/]+\.\w+)(?: #\})?\n")
FOLDERS: Final = (*APPS, "templates", "tests", "locale", "docs")
LINKED: Final = ("static", "demonstration")


@dataclass(frozen=True)
class Change:
    """A block's change of one file: its lines before, none in a new file, and after."""

    path: str
    before: str
    after: str

    def make(self, root: Path) -> None:
        """Change the file below the root; AssertionError unless `before` is there once."""
        path = root / self.path
        if not self.before:
            assert not path.exists(), f"{self.path} exists already."
            path.write_text(self.after)
            return
        text = path.read_text()
        hint = f"Adapt the block in CONTRIBUTING.md: {self.path} has not exactly once:"
        assert text.count(self.before) == 1, f"{hint}\n{self.before}"
        path.write_text(text.replace(self.before, self.after))


@dataclass(frozen=True)
class Command:
    """A command of Django or Plenary that the text says to run."""

    arguments: str

    def make(self, root: Path) -> None:
        """Run it in the copy. Raises AssertionError with its output where it fails."""
        run(root, "manage.py", *self.arguments.split())


def run(root: Path, *arguments: str) -> str:
    """Run Python in the copy with the settings of the tests, and return what it says."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PLENARY_")}
    environment |= {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, *arguments]
    environment = postgres.beside(environment, "worked_examples")
    ran = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def steps_in(section: str) -> Iterator[Change | Command]:
    """Yield what a section says to change and to run, in its order."""
    for found in STEP.finditer(section):
        if found["arguments"]:
            yield Command(found["arguments"])
        elif found["language"] == "diff":
            for hunk in re.split(r"^@@ ", dedent(found["block"]), flags=re.MULTILINE)[1:]:
                path, *lines = hunk.splitlines()
                before, after = (
                    "".join(f"{line[1:]}\n" for line in lines if not line or line[0] in kept) for kept in (" -", " +")
                )
                yield Change(path.strip(), before, after)
        elif heading := NEW_FILE.match(text := dedent(found["block"])):
            yield Change(heading[1], "", text[heading.end() :])


def section(title: str) -> str:
    """Return the text of a section of CONTRIBUTING.md."""
    text = (BASE_DIR / "CONTRIBUTING.md").read_text()
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def copy_of_the_code(root: Path) -> Path:
    """Copy the code, also compiled, to the folder, without what no example changes."""
    unneeded = shutil.ignore_patterns("bench", "cases", "pasted")
    for folder in FOLDERS:
        if folder not in LINKED:
            shutil.copytree(BASE_DIR / folder, root / folder, ignore=unneeded)
    for name in ("manage.py", "pyproject.toml"):
        shutil.copy(BASE_DIR / name, root)
    for name in LINKED:
        (root / name).symlink_to(BASE_DIR / name)
    return root
