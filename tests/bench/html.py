"""Checks that every kind of page, and all our CSS, is valid, by the Nu checker.

Run with `./run bench html` after the first `./run serve`: it starts the site on a port of its own, with the data that
it has. VNU_JAR names the checker: `npm install vnu-jar` brings it as node_modules/vnu-jar/build/dist/vnu.jar, and it
needs Java. Each finding is printed, and the status is then 1.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Final

import django

django.setup()

from tests.bench.web import served  # noqa: E402  # with Django set up
from tests.pages import NAMES, address  # noqa: E402

LANGUAGES: Final = ("en", "de")
# The same kinds as a filtered list, as a page of failure, and with nothing found.
STATES: Final = (
    "outcomes/?verb=thanked&year=2011",
    "statements/?topic=nowhere",
    "nowhere/",
    f"verify/?hash={'0' * 64}",
)
STYLES: Final = Path("static/css")
# What the checker does not know yet: CSS of the admin that other browsers leave out without harm.
EXCUSED: Final = ("“field-sizing”: Property “field-sizing” doesn't exist.",)


def main() -> None:
    """Print what the checker finds; end with status 1 where it finds anything."""
    jar = Path(os.environ.get("VNU_JAR", ""))
    if not jar.is_file() or not shutil.which("java"):
        raise SystemExit("The Nu checker is not there: npm install vnu-jar, name its vnu.jar in VNU_JAR, install Java.")
    with tempfile.TemporaryDirectory(prefix="plenary-bench-") as folder:
        pages = Path(folder) / "pages"
        pages.mkdir()
        with served(Path(folder)) as url:
            for path in paths():
                (pages / f"{path.strip('/').replace('/', '_').replace('?', '_')}.html").write_bytes(
                    fetched(f"{url}{path}")
                )
        found = [
            *checked(jar, *sorted(pages.iterdir())),
            *checked(jar, "--css", *sorted(STYLES.glob("*.css"))),
        ]
    for shown_words in found:
        print(shown_words)
    print(f"{len(list(paths()))} pages and {len(list(STYLES.glob('*.css')))} stylesheets: {len(found)} findings.")
    if found:
        raise SystemExit(1)


def paths() -> list[str]:
    """Return the address of each kind of page, and of some states, in each language."""
    states = [f"/{language}/{state}" for language in LANGUAGES for state in STATES]
    return [*(address(kind, language) for kind in NAMES for language in LANGUAGES), *states]


def fetched(url: str) -> bytes:
    """Return the page at an address, also one that says that there is none."""
    try:
        with urllib.request.urlopen(url) as response:  # noqa: S310  # our own
            return bytes(response.read())
    except urllib.error.HTTPError as error:
        return error.read()


def checked(jar: Path, *arguments: str | Path) -> list[str]:
    """Return what the checker says against the files: name, line, sentence."""
    command = ["java", "-jar", jar, "--stdout", "--exit-zero-always", "--format", "json", *arguments]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # named by who runs it
    messages: list[dict[str, Any]] = json.loads(answer.stdout)["messages"]
    return [
        f"{re.sub(r'.*/', '', each.get('url', ''))}:{each.get('lastLine', '')} {each['message']}"
        for each in messages
        if not any(excused in each["message"] for excused in EXCUSED)
    ]


if __name__ == "__main__":
    main()
