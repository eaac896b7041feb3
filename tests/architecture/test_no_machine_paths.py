"""The project's files name no machine and no registry, and none is generated."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parents[2]
TEXTS = {
    "",
    ".cfg",
    ".css",
    ".html",
    ".ini",
    ".js",
    ".json",
    ".md",
    ".po",
    ".py",
    ".sh",
    ".svg",
    ".toml",
    ".txt",
}
MADE = re.compile(r"\.(mo|pyc|sqlite3|whl)$|(^|/)(__pycache__|node_modules|secret-key|staticfiles\.json|uv\.lock)(/|$)")
OF_A_MACHINE = re.compile(r"(?<![\w.])/(?:root|work|Users|home/(?!linuxbrew))\b")
OF_A_REGISTRY = re.compile(r"(?<!emit-)index-ur[l]|find-link[s]|https?://\S*\b(?:mirror|npm|pypi|registry|simple)\b")


def files(*options: str) -> list[str]:
    """Return what git lists, as paths from the project's folder."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *options], cwd=BASE_DIR, check=True, capture_output=True, text=True
    )
    return [name for name in listed.stdout.split("\0") if name and (BASE_DIR / name).is_file()]


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    """Return the lines of the project's texts, new ones included, with the pattern."""
    return [
        f"{name}:{number}"
        for name in files("--cached", "--others", "--exclude-standard")
        if Path(name).suffix in TEXTS
        for number, line in enumerate((BASE_DIR / name).read_text().splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    assert lines_with(OF_A_MACHINE) == []


def test_no_file_names_the_host_of_a_registry() -> None:
    assert lines_with(OF_A_REGISTRY) == []


def test_what_is_made_is_not_kept() -> None:
    assert [name for name in files() if MADE.search(name)] == []


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_holds_versions_and_hashes_and_nothing_else(lock: str) -> None:
    locked = re.compile(r"[a-z0-9-]+==\S+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|    # .*")
    lines = (BASE_DIR / lock).read_text().splitlines()

    assert [line for line in lines if not locked.fullmatch(line)] == []


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())
    needed = {name(each) for each in project["project"]["dependencies"]}
    for_developers = {name(each) for each in project["dependency-groups"]["dev"]}

    assert needed <= names_in("requirements.txt")
    assert needed | for_developers <= names_in("requirements-dev.txt")
    assert names_in("requirements.txt") <= names_in("requirements-dev.txt")


def name(requirement: str) -> str:
    return re.split(r"[\[~=<>; ]", requirement)[0].lower()


def names_in(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+)==", (BASE_DIR / lock).read_text(), re.MULTILINE))
