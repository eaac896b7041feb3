"""What each kind of public page costs: SQL queries, bytes of HTML (plain and brotli), CPU time per request.

Run with `./run bench pages` after the first `./run serve`: it reads the database of the site and writes nothing.
"""

import statistics
import time

import brotli
import django
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import override_settings

ROUNDS = 15


def main() -> None:
    """Print one line per page, the dearest first."""
    django.setup()
    with override_settings(DEBUG=True, ALLOWED_HOSTS=["testserver"]):
        rows = [measured(Client(), address) for address in addresses()]
    print(f"{'page':<72} {'queries':>7} {'HTML':>8} {'brotli':>7} {'CPU ms':>7}")
    for address, queries, plain, packed, milliseconds in sorted(rows, key=lambda row: -row[-1]):
        print(f"{address:<72} {queries:>7} {plain:>8,} {packed:>7,} {milliseconds:>7.1f}")


def addresses() -> list[str]:
    """One address of each kind of page in the demonstration."""
    berlin = "nato-foreign-ministers-berlin-2011"
    client = Client()
    photo = client.get(f"/en/galleries/{berlin}/").content.decode().split(f"/en/galleries/{berlin}/p")[1][:8]
    kinds = [
        "",
        "meetings/",
        f"meetings/{berlin}/",
        f"meetings/{berlin}/nato-russia-council/",
        "statements/",
        "statements/statement-on-libya/",
        "statements/statement-on-libya/v1/",
        "statements/statement-on-libya/changes/",
        "articles/",
        "articles/intensifying-natos-partnerships/",
        "articles/intensifying-natos-partnerships/v1/",
        "articles/intensifying-natos-partnerships/changes/",
        "galleries/",
        f"galleries/{berlin}/",
        f"galleries/{berlin}/p{photo}/",
        "partners/",
        "partners/germany/",
        "formats/north-atlantic-council/",
        "people/guido-westerwelle/",
        "topics/missile-defence/",
        "outcomes/",
        "corrections/",
        "pages/privacy/",
    ]
    return [f"/en/{kind}" for kind in kinds]


def measured(client: Client, address: str) -> tuple[str, int, int, int, float]:
    """Return the address, SQL queries, bytes, compressed bytes and median CPU milliseconds of a request."""
    response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answers {response.status_code}: load the demonstration with ./run serve first.")
    reset_queries()
    client.get(address)
    queries = len(connection.queries)
    seconds = []
    for _round in range(ROUNDS):
        start = time.process_time()
        client.get(address)
        seconds.append(time.process_time() - start)
        reset_queries()
    html = response.content
    return (
        address,
        queries,
        len(html),
        len(brotli.compress(html, quality=5)),
        1000 * statistics.median(seconds),
    )


if __name__ == "__main__":
    main()
