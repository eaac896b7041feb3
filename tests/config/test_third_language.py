"""A third language of the interface needs a setting and no change of code."""

import os
import subprocess
import sys
from pathlib import Path

from tests import postgres

BASE_DIR = Path(__file__).resolve().parents[2]
SETTINGS = "tests.config.french_settings"


def test_the_site_works_with_french_beside_english_and_german() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--ds={SETTINGS}"]
    command += ["--nomigrations", "tests/config/in_french.py"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PLENARY_")}

    environment = postgres.beside(environment, "in_french")
    ran = subprocess.run(command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stdout + ran.stderr
