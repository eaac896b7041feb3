"""Sites with synthetic content, kept until the generator or a migration changes."""

import hashlib
import shutil
import sys
from pathlib import Path
from typing import Final

from tests.browser.running import BASE_DIR, manage

FOLDER: Final = BASE_DIR / "var" / "bench"
# The day up to which meetings were held. The measured requests are made on it, so that nothing depends on the calendar.
DAY: Final = "2026-01-01"
SECONDS: Final = 3600  # in which a site is made
MADE_FROM: Final = (
    *("demonstration/synthetic/*.py", "demonstration/management/commands/generate.py", "*/migrations/*.py"),
    *("website/search/entries.py", "website/search/kinds.py", "website/search/words.py"),
    "demonstration/pictures/*.jpg",
)


def site(meetings: int) -> Path:
    """Return the data folder of a site with so many meetings, made if missing."""
    if not (BASE_DIR / "demonstration" / "synthetic").is_dir():
        raise SystemExit("Without the folder demonstration/synthetic there is nothing to be measured.")
    folder = FOLDER / f"{meetings}-{version()}"
    if folder.is_dir():
        return folder
    for outdated in FOLDER.glob(f"{meetings}-*"):
        shutil.rmtree(outdated) if outdated.is_dir() else outdated.unlink()
    print(f"Making a site with {meetings:,} meetings in {folder}.", file=sys.stderr, flush=True)
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    manage(unfinished, "generate", "--meetings", str(meetings), "--day", DAY, seconds=SECONDS)
    manage(unfinished, "prepare", seconds=SECONDS)
    unfinished.rename(folder)
    return folder


def version() -> str:
    """Return a hash of all that sites are made from."""
    digest = hashlib.sha256(DAY.encode())
    for path in sorted(path for pattern in MADE_FROM for path in BASE_DIR.glob(pattern)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
