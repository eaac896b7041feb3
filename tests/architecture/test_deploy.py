"""What is in deploy/ is what the guide shows, and what systemd takes."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.our_apps import BASE_DIR

DEPLOY = BASE_DIR / "deploy"
GUIDE = (BASE_DIR / "docs" / "operations.md").read_text()
FOLDER = "/srv/plenary/app"


def test_the_guide_shows_each_configuration_of_nginx_as_it_is() -> None:
    shown = dict(re.findall(r"\(\.\./deploy/nginx/([\w-]+\.conf)\)[^\n]*\n\n```nginx\n(.*?)```\n", GUIDE, re.DOTALL))

    assert shown == {path.name: path.read_text() for path in (DEPLOY / "nginx").iterdir()}
    assert GUIDE.count("```nginx") == len(shown)


def test_the_guide_names_each_unit() -> None:
    names = {path.name for path in (DEPLOY / "systemd").iterdir()}

    assert set(re.findall(r"`(plenary-[a-z]+\.(?:service|timer))`", GUIDE)) == names


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("There is no systemd-analyze here, so the units of deploy/systemd were not tried.")
    units = []
    for unit in (DEPLOY / "systemd").iterdir():
        text = unit.read_text()
        assert FOLDER in text or unit.suffix == ".timer"
        units.append(tmp_path / unit.name)
        units[-1].write_text(text.replace(FOLDER, str(BASE_DIR)))

    said = subprocess.run([program, "verify", *units], check=False, capture_output=True, text=True)

    assert (said.returncode, said.stderr) == (0, "")


@pytest.mark.parametrize("unit", sorted((DEPLOY / "systemd").glob("*.service")), ids=lambda unit: unit.stem)
def test_a_service_may_do_only_what_it_needs(unit: Path) -> None:
    text = unit.read_text()

    assert "User=plenary\n" in text
    kept = (
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "CapabilityBoundingSet=\n",
        "SystemCallFilter=@system-service",
    )
    assert [each for each in kept if each not in text] == []
