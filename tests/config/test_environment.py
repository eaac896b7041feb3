"""The environment: variables are known by name, read once, and checked."""

import os
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from config import environment, stored_environment

SECRET = "x" * 50


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PLENARY_")]:
        monkeypatch.delenv(name)


def test_without_anything_but_a_secret_the_site_is_local_and_debug_is_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PLENARY_SECRET_KEY", SECRET)

    read = environment.read()

    assert (read.debug, read.https) == (False, False)
    assert read.allowed_hosts == ["127.0.0.1", "localhost", "[::1]"]
    assert read.data_dir == environment.BASE_DIR / "var"
    assert read.database["NAME"] == str(environment.BASE_DIR / "var" / "plenary.sqlite3")


def test_the_database_lies_in_the_data_dir_that_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PLENARY_SECRET_KEY", SECRET)
    monkeypatch.setenv("PLENARY_DATA_DIR", str(tmp_path))

    assert environment.read().database["NAME"] == str(tmp_path / "plenary.sqlite3")


def test_lists_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLENARY_SECRET_KEY", SECRET)
    monkeypatch.setenv("PLENARY_ALLOWED_HOSTS", "plenary.example,127.0.0.1")
    monkeypatch.setenv("PLENARY_CSRF_TRUSTED_ORIGINS", "https://plenary.example")

    read = environment.read()

    assert read.allowed_hosts == ["plenary.example", "127.0.0.1"]
    assert read.csrf_trusted_origins == ["https://plenary.example"]


def test_no_secret_is_refused_unless_debugging(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"PLENARY_SECRET_KEY is not set\. Set it to at least 50"):
        environment.read()

    monkeypatch.setenv("PLENARY_DEBUG", "1")
    assert environment.read().secret_key == environment.DEVELOPMENT_SECRET


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PLENARY_DEBUG", "perhaps"),
        ("PLENARY_HTTPS", "maybe"),
        ("PLENARY_DATABASE_URL", "plenary.sqlite3"),
        ("PLENARY_PROXIES", "one"),
        ("PLENARY_PROXIES", "-1"),
    ],
)
def test_a_malformed_variable_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv("PLENARY_SECRET_KEY", SECRET)
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match=name):
        environment.read()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("ADDRESS", "javascript:", "which is no address of a site. Write the scheme and the host"),
        ("ADDRESS", "plenary.example", "which is no address of a site."),
        ("ADDRESS", "https://plenary.example/site", "which is no address of a site."),
        ("ADDRESS", "https://user@plenary.example", "which is no address of a site."),
        ("ADDRESS", "https://plenary.example:99999", "which is no address of a site."),
        ("ADDRESS", "https://plenary.example\nX: y", "which is no address of a site."),
        ("ADDRESS", "", "PLENARY_ADDRESS is empty. Give it a value, or unset it."),
        ("ACCEL", "_media", "Write the prefix with a slash at its beginning and at its end"),
        ("ACCEL", "/_media", "Write the prefix with a slash at its beginning and at its end"),
        ("ACCEL", "/_me dia/", "Write the prefix with a slash at its beginning and at its end"),
        ("ALLOWED_HOSTS", "", "PLENARY_ALLOWED_HOSTS is empty, so the site would answer no one."),
        ("ALLOWED_HOSTS", "plenary.example,,127.0.0.1", "holds “”, which is no name of a host."),
        (
            "ALLOWED_HOSTS",
            "https://plenary.example",
            "which is no name of a host. Write names without scheme",
        ),
        ("ALLOWED_HOSTS", "plenary.example:8000", "which is no name of a host."),
        ("CSRF_TRUSTED_ORIGINS", "admin.example", "holds “admin.example”, which is no origin."),
        ("CSRF_TRUSTED_ORIGINS", "https://admin.example/", "which is no origin. Write scheme and host"),
        (
            "DATABASE_URL",
            "mongodb://localhost",
            "begins with “mongodb”, which is no database that Plenary knows.",
        ),
        ("DATABASE_URL", "mysql://localhost/plenary", "begins with “mysql”"),
        ("DATABASE_URL", "", "PLENARY_DATABASE_URL is empty."),
        ("DATA_DIR", "", "PLENARY_DATA_DIR is empty."),
        ("STORAGE", "", "PLENARY_STORAGE is empty."),
        ("STORAGE", "s3:bucket", "is “s3:bucket”, which is no storage that Plenary knows."),
    ],
)
def test_an_address_that_cannot_be_meant_is_named_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv("PLENARY_SECRET_KEY", SECRET)
    monkeypatch.setenv(f"PLENARY_{name}", value)

    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.read()

    assert f"PLENARY_{name}" in str(refusal.value)
    assert sentence in str(refusal.value)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ADDRESS", "https://plenary.example/"),
        ("ADDRESS", "http://[::1]:8000"),
        ("ACCEL", ""),
        ("ACCEL", "/_media/"),
        ("ALLOWED_HOSTS", "plenary.example,.plenary.example,127.0.0.1,[::1],*"),
        ("CSRF_TRUSTED_ORIGINS", ""),
        ("CSRF_TRUSTED_ORIGINS", "https://*.plenary.example,http://127.0.0.1:8000"),
        ("DATABASE_URL", "postgres://user:secret@db.example/plenary"),
    ],
)
def test_an_address_that_can_be_meant_is_accepted(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv("PLENARY_SECRET_KEY", SECRET)
    monkeypatch.setenv(f"PLENARY_{name}", value)

    environment.read()


def test_an_unknown_variable_is_refused_with_the_list_of_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLENARY_SECRETKEY", SECRET)

    with pytest.raises(ImproperlyConfigured, match=r"does not know: PLENARY_SECRETKEY\..*PLENARY_SECRET_KEY"):
        environment.read()


def test_the_known_names_are_those_that_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLENARY_SECRET_KEY", SECRET)
    env = Env(prefix=environment.PREFIX)

    environment.parse(env)

    assert sorted(env.dump()) == sorted(environment.VARIABLES)


def test_what_new_has_stored_holds_unless_the_environment_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PLENARY_SECRET_KEY", SECRET)
    monkeypatch.setenv("PLENARY_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PLENARY_KEPT_PAGES_MB", "8")
    stored_environment.store(tmp_path, "PLENARY_KEPT_PAGES_MB", "16")
    stored_environment.store(tmp_path, "PLENARY_EMAIL_URL", "submission://mail.example")
    stored_environment.store(tmp_path, "PLENARY_EMAIL_URL", "submission://anna:a$b%23c@mail.example")

    read = environment.read()

    assert read.mailer["OPTIONS"]["password"] == "a$b#c"
    assert read.kept_pages_mb == 8
    assert (tmp_path / "environment").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("value", ["a'b", "a\nb", "a\\b"])
def test_what_the_file_cannot_hold_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(ValueError, match=r"PLENARY_ADDRESS has a quotation mark"):
        stored_environment.store(tmp_path, "PLENARY_ADDRESS", value)


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", "mail.example", 25, False, False),
        ("submission://press%40plenary.example:a%2Fb@mail.example", "mail.example", 587, True, False),
        ("smtp://mail.example:465?ssl=true", "mail.example", 465, False, True),
    ],
)
def test_a_mail_server_is_read(
    monkeypatch: pytest.MonkeyPatch, url: str, host: str, port: int, tls: bool, ssl: bool
) -> None:
    monkeypatch.setenv("PLENARY_SECRET_KEY", SECRET)
    monkeypatch.setenv("PLENARY_EMAIL_URL", url)

    read = environment.read().mailer["OPTIONS"]

    assert (read["host"], read["port"], read["use_tls"], read["use_ssl"]) == (host, port, tls, ssl)
    assert (read["username"], read["password"]) == (("press@plenary.example", "a/b") if "@" in url else ("", ""))


@pytest.mark.parametrize(
    "url",
    ["mail.example", "http://mail.example", "smtps://mail.example", "smtp://mail.example:x", "smtp://h?timeout=x"],
)
def test_a_mail_server_that_cannot_be_meant_is_refused_without_its_password(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("PLENARY_SECRET_KEY", SECRET)
    monkeypatch.setenv("PLENARY_EMAIL_URL", url)

    with pytest.raises(ImproperlyConfigured, match=r"PLENARY_EMAIL_URL .* Write it like “submission://user:password@"):
        environment.read()


def test_without_a_mail_server_e_mails_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLENARY_SECRET_KEY", SECRET)

    assert environment.read().mailer == {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
