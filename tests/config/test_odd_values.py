"""Odd values in addresses and queries: ignored or not found, never an error page."""

from collections import Counter
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.test import Client

from django.urls import resolve
from tests.config import odd_addresses
from tests.config.odd_addresses import ODD


def quoted(value: str) -> str:
    return quote(value.encode("utf-8", "surrogatepass"), safe="")


@pytest.mark.django_db
def test_explore(admin_client: Client) -> None:
    call_command("loaddata", "berlin_2011", verbosity=0)
    call_command("createinitialrevisions", verbosity=0)
    admin_client.raise_request_exception = True
    import logging

    logging.disable(logging.CRITICAL)
    out = open("/tmp/wt/robust-found.log", "w")
    bad: Counter = Counter()
    n = 0

    def ask(page, path):
        nonlocal n
        n += 1
        try:
            r = admin_client.get(path)
            if r.status_code >= 500:
                bad[(page.name, path[:150], r.status_code)] += 1
        except Exception as e:
            bad[(page.name, path[:150], type(e).__name__ + str(e)[:80])] += 1
            import traceback

            last = [f for f in traceback.extract_tb(e.__traceback__) if "robust" in f.filename][-4:]
            print(
                page.name,
                path[:110].replace("9" * 25, "N"),
                type(e).__name__,
                str(e)[:80],
                " < ".join(f"{f.filename.split('/')[-1]}:{f.name}" for f in reversed(last)),
                file=out,
                flush=True,
            )

    for page in odd_addresses.pages():
        if page.name in ("logout",):
            continue
        ask(page, page.path())
        for name in page.values:
            for odd in ODD:
                ask(page, page.path(**{name: quoted(odd)}))
        if page.name.endswith("changelist"):
            v = resolve(page.path()).func.model_admin
            if v.date_hierarchy:
                for y, m, d in (
                    ("9999", "12", "31"),
                    ("9999", "12", ""),
                    ("1", "1", "1"),
                    ("0", "0", "0"),
                    ("2011", "13", "40"),
                    ("9999", "9" * 25, "1"),
                ):
                    ask(
                        page,
                        f"{page.path()}?{v.date_hierarchy}__year={y}&{v.date_hierarchy}__month={m}"
                        + (f"&{v.date_hierarchy}__day={d}" if d else ""),
                    )
        for name in odd_addresses.queries(page):
            for odd in ODD:
                ask(page, f"{page.path()}?{name}={quoted(odd)}")
    for k in bad:
        print(k)
    print(n, len(bad))
    assert not bad
