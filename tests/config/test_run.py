"""The script ./run: what it says, and that it speaks to no one's keyboard."""

import os
import re
import subprocess
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parents[2]
COMMANDS = ["serve", "new", "dev", "test", "manage", "backup", "restore", "bench", "messages", "lock", "help"]


def run(*arguments: str, cwd: Path = BASE_DIR, **environment: str) -> subprocess.CompletedProcess[str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PLENARY_")}
    return subprocess.run(
        ["sh", "./run", *arguments],
        cwd=cwd,
        env=ours | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What the script needs of a fresh clone, without anything installed."""
    for path in (BASE_DIR / "run", *BASE_DIR.glob("requirements*.txt")):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


@pytest.mark.parametrize("arguments", [(), ("help",), ("--help",)])
def test_it_lists_what_it_can_do(arguments: tuple[str, ...]) -> None:
    answer = run(*arguments)

    assert answer.returncode == 0
    assert list(dict.fromkeys(re.findall(r"^  \./run (\w+)", answer.stdout, re.MULTILINE))) == COMMANDS


def test_what_it_does_not_know_is_one_sentence() -> None:
    answer = run("surve")

    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == "./run does not know surve: ./run help lists what it can do.\n"


def test_a_python_that_does_not_start_is_one_sentence(clone: Path) -> None:
    answer = run("serve", cwd=clone, PYTHON="/no/such/python")

    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == (
        "PYTHON is /no/such/python, which does not start or is older than 3.12: name a newer one, or unset it.\n"
    )


def test_without_any_python_it_says_what_to_install(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    tools = tmp_path_factory.mktemp("tools")
    for name in ("sh", "dirname", "cat", "cksum", "mkdir", "rm"):
        (tools / name).symlink_to(Path("/usr/bin") / name)

    answer = run("serve", cwd=clone, PATH=str(tools), HOME=str(tools), PYENV_ROOT=str(tools), PYTHON="")

    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1] == (
        "There is no Python from 3.12 on: install one (for example: apt-get install python3 python3-venv), "
        "or name it in PYTHON."
    )


def test_a_var_that_cannot_be_written_is_one_sentence(clone: Path) -> None:
    (clone / "var").touch()

    answer = run("serve", cwd=clone)

    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == "The folder var/ cannot be written: give this user the right to write there.\n"


def test_an_interrupted_installation_does_not_count(clone: Path) -> None:
    (clone / "var/venv/bin").mkdir(parents=True)
    (clone / "var/venv/bin/python").symlink_to("/bin/true")

    answer = run("manage", "check", cwd=clone, PYTHON="/no/such/python")

    assert answer.returncode == 1  # it set out to install, instead of using what is there


@pytest.mark.parametrize(
    ("url", "installed", "is_enough"),
    [
        ("", "serve", True),
        ("", "postgres", True),
        ("sqlite:////srv/plenary.sqlite3", "serve", True),
        ("postgres://db.example/plenary", "serve", False),
        ("postgres://db.example/plenary", "postgres", True),
        ("postgresql://db.example/plenary", "test", True),
    ],
)
def test_the_driver_of_postgresql_is_installed_where_the_database_is_one(
    clone: Path, url: str, installed: str, is_enough: bool
) -> None:
    lock = {"serve": "requirements.txt", "postgres": "requirements-postgres.txt", "test": "requirements-dev.txt"}
    with (clone / lock[installed]).open() as text:
        checksum = subprocess.run(["cksum"], stdin=text, capture_output=True, text=True, check=True).stdout.strip()
    (clone / "var/venv/bin").mkdir(parents=True)
    (clone / "var/venv/bin/python").symlink_to("/bin/true")
    (clone / "var/venv/plenary-lock").write_text(f"{installed} {checksum}\n")

    answer = run("manage", cwd=clone, PLENARY_DATABASE_URL=url, PLENARY_SECRET_KEY="x", PYTHON="/no/such/python")

    assert answer.returncode == (0 if is_enough else 1)
    assert ("PYTHON is /no/such/python" in answer.stderr) != is_enough


@pytest.mark.parametrize(
    ("variables", "arguments", "is_enough"),
    [
        ({}, ["photos", "check"], True),
        ({"PLENARY_STORAGE": "file"}, [], True),
        ({"PLENARY_STORAGE": "s3://photos"}, [], False),
        ({}, ["photos", "move", "--to", "s3://photos"], False),
        ({}, ["photos", "move", "--to=s3://photos"], False),
        ({}, ["move", "--to", "postgres://db.example/plenary"], False),
    ],
)
def test_what_a_command_moves_to_is_installed_too(
    clone: Path, variables: dict[str, str], arguments: list[str], is_enough: bool
) -> None:
    with (clone / "requirements.txt").open() as text:
        checksum = subprocess.run(["cksum"], stdin=text, capture_output=True, text=True, check=True).stdout.strip()
    (clone / "var/venv/bin").mkdir(parents=True)
    (clone / "var/venv/bin/python").symlink_to("/bin/true")
    (clone / "var/venv/plenary-lock").write_text(f"serve {checksum}\n")

    answer = run("manage", *arguments, cwd=clone, PLENARY_SECRET_KEY="x", PYTHON="/no/such/python", **variables)

    assert ("PYTHON is /no/such/python" in answer.stderr) != is_enough


def test_an_unknown_benchmark_is_refused_with_the_names_of_all() -> None:
    answer = run("bench", "nothing")

    assert answer.returncode == 1
    assert answer.stderr.startswith("There is no benchmark nothing, only: ")
