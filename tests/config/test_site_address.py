"""The address that a site has whose operator has not set PLENARY_ADDRESS."""

import os
from pathlib import Path
from typing import Any

import pytest

from config import server, site_address

SET = "https://press.example"


@pytest.mark.parametrize(
    ("host", "port", "allowed", "https", "expected"),
    [
        ("127.0.0.1", 8123, ["127.0.0.1", "localhost"], False, "http://127.0.0.1:8123"),
        ("127.0.0.1", 80, ["127.0.0.1"], False, "http://127.0.0.1"),
        ("0.0.0.0", 8123, ["127.0.0.1"], False, "http://127.0.0.1:8123"),
        ("::1", 8123, ["127.0.0.1"], False, "http://[::1]:8123"),
        ("192.168.1.5", 8123, ["127.0.0.1"], False, "http://192.168.1.5:8123"),
        ("0.0.0.0", 8123, ["plenary.example", "127.0.0.1"], False, "http://plenary.example"),
        ("127.0.0.1", 8123, ["plenary.example"], True, "https://plenary.example"),
    ],
)
def test_the_address_names_the_port_where_no_proxy_is_in_front(
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    host: str,
    port: int,
    allowed: list[str],
    https: bool,
    expected: str,
) -> None:
    settings.ALLOWED_HOSTS, settings.DATA_DIR, settings.SECURE_SSL_REDIRECT = allowed, tmp_path, https
    settings.SITE_ADDRESS = site_address.derived(allowed, https=https, data_dir=tmp_path)
    monkeypatch.delenv("PLENARY_ADDRESS")

    server.set_address(host, port)

    assert settings.SITE_ADDRESS == expected
    # What a command finds that runs beside the server, and what the server's own processes find.
    assert site_address.derived(allowed, https=https, data_dir=tmp_path) == expected
    assert os.environ.get("PLENARY_ADDRESS", expected) == expected
    os.environ.pop("PLENARY_ADDRESS", None)


def test_an_address_that_is_set_counts_whatever_the_port(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.SITE_ADDRESS, settings.DATA_DIR = SET, tmp_path
    monkeypatch.setenv("PLENARY_ADDRESS", SET)

    server.set_address("127.0.0.1", 8123)

    assert (settings.SITE_ADDRESS, os.environ["PLENARY_ADDRESS"]) == (SET, SET)
    assert list(tmp_path.iterdir()) == []
