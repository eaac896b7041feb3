"""Measures searches with all facets on a large site, beside LIKE, and a rebuild.

Run it with `./run bench search`; 380 meetings give about 100,000 entries. `--postgres` measures PostgreSQL, on a server
of the bench's own that is filled first; without it, SQLite, whose site is kept in var/bench. The questions are those
of tests/website/search/questions.py, whose answers the tests check, so the site has the demonstration too.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from tests import postgres
from tests.bench._sites import DAY, FOLDER, version
from tests.browser.running import BASE_DIR, environment

MEETINGS: Final = 380
ROUNDS: Final = 5
HERE: Final = "tests.bench.search"
COMMON: Final = ("ministers", "budget of the coming years")  # of nearly all generated texts


def main() -> None:
    """Measure in a process of its own, which has the settings of the site."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--meetings", type=int, default=MEETINGS, help=f"the size of the site ({MEETINGS})")
    parser.add_argument("--postgres", action="store_true", help="measure on PostgreSQL")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        measure()
    elif options.postgres:
        with postgres.server() as server, tempfile.TemporaryDirectory() as folder:
            variables = environment(Path(folder)) | {"PLENARY_DATABASE_URL": server.url()}
            fill(variables, options.meetings)
            run(variables, "-m", HERE, "--inside")
    else:
        run(environment(site(options.meetings)), "-m", HERE, "--inside")


def site(meetings: int) -> Path:
    """Return the data folder of a site with the demonstration and so many meetings."""
    folder = FOLDER / f"search-{meetings}-{version()}"
    if not folder.is_dir():
        unfinished = folder.with_name(f"{folder.name}.unfinished")
        fill(environment(unfinished), meetings)
        unfinished.rename(folder)
    return folder


def fill(variables: dict[str, str], meetings: int) -> None:
    """Load the demonstration, and add generated meetings."""
    Path(variables["PLENARY_DATA_DIR"]).mkdir(parents=True, exist_ok=True)
    run(variables, "manage.py", "migrate", "--verbosity", "0")
    run(variables, "manage.py", "demonstration")
    run(variables, "manage.py", "generate", "--meetings", str(meetings), "--day", DAY, "--force")


def run(variables: dict[str, str], *arguments: str) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings", "PLENARY_ADDRESS": "http://127.0.0.1"}
    subprocess.run([sys.executable, *arguments], cwd=BASE_DIR, env=variables | settings, check=True)


def measure() -> None:
    """Print how long each question takes, and a rebuild."""
    import django  # noqa: PLC0415  # its settings are known only here

    django.setup()
    from django.db import connection  # noqa: PLC0415  # the same

    from tests.website.search.questions import QUESTIONS  # noqa: PLC0415
    from website.models import Entry, EntryFacet  # noqa: PLC0415

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    print(f"\n{connection.vendor}: {Entry.objects.count():,} entries, {EntryFacet.objects.count():,} facets of rows\n")
    print(f"{'milliseconds':<46}{'results':>9}{'search':>9}{'page':>8}{'LIKE':>9}")
    figures = [_figures(question.typed) for question in QUESTIONS]
    medians = [statistics.median(each[place] for each in figures) for place in range(3)]
    print(f"{'median':<46}{'':>9}{medians[0]:>9.1f}{medians[1]:>8.1f}{medians[2]:>9.1f}\n")
    for typed in COMMON:
        _figures(typed)
    _rebuild()


def _figures(typed: str) -> tuple[float, float, float]:
    """Print and return the milliseconds of a search, its first page, and a LIKE."""
    from django.utils import timezone  # noqa: PLC0415

    from website.search.finding import find  # noqa: PLC0415
    from website.search.results import results  # noqa: PLC0415
    from website.search.scopes import PublicScope  # noqa: PLC0415

    scope = PublicScope(timezone.now())
    answer = find(typed, scope)
    search = _milliseconds(lambda: find(typed, scope))
    page = _milliseconds(lambda: results(answer.found[:20], answer.question.wanted, scope))
    like = _milliseconds(lambda: _like(typed), rounds=1)
    number = f"{answer.total:,}{'+' if answer.has_more else ''}"
    print(f"{typed[:44]:<46}{number:>9}{search:>9.1f}{page:>8.1f}{like:>9.1f}", flush=True)
    return search, page, like


def _like(typed: str) -> int:
    """Count entries that have each word, without stems, order, facets and visibility."""
    from django.db.models import Q  # noqa: PLC0415

    from website.models import Entry  # noqa: PLC0415

    entries = Entry.objects.all()
    for word in typed.split():
        has: Any = Q(title__icontains=word) | Q(names__icontains=word) | Q(body__icontains=word)
        entries = entries.filter(has)
    return entries.count()


def _milliseconds(call: Any, rounds: int = ROUNDS) -> float:
    taken = []
    for _round in range(rounds):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return 1000 * statistics.median(taken)


def _rebuild() -> None:
    """Print the seconds to write the index from nothing, and to check a right one."""
    from django.db import transaction  # noqa: PLC0415

    from website.models import Entry, EntryFacet, KnownWord, Trigram  # noqa: PLC0415
    from website.search import index  # noqa: PLC0415

    with transaction.atomic():
        for model in (Trigram, KnownWord, EntryFacet, Entry):
            model._default_manager.all().delete()
        start = time.perf_counter()
        index.write_all()
        again = time.perf_counter()
        index.write_all()
        end = time.perf_counter()
        transaction.set_rollback(True)  # the site stays as it is
    print(f"Rebuild from nothing: {again - start:.0f} s; of what is right: {end - again:.0f} s.")


if __name__ == "__main__":
    os.chdir(BASE_DIR)
    main()
