"""PLENARY_STORAGE as an entry of STORAGES: a bucket, or the folder `media`."""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from django.core.exceptions import ImproperlyConfigured

VARIABLE: Final = "PLENARY_STORAGE"
EXAMPLE: Final = "s3://bucket/prefix?endpoint=https://s3.example&region=eu-central-1"
FILE: Final = "file"
OPTIONS: Final = ("endpoint", "region")
BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
PREFIX: Final = re.compile(r"[\w.-]+(/[\w.-]+)*", re.ASCII)
ENDPOINT: Final = re.compile(r"https?://[^/?#@]+/?")


def read(url: str, data_dir: Path, *, source: str = VARIABLE) -> dict[str, Any]:
    """Return the entry for STORAGES, or raise ImproperlyConfigured with the source."""
    if url == FILE:
        return {
            "BACKEND": "config.storage.WholeFileStorage",
            "OPTIONS": {"location": data_dir / "media", "base_url": None},
        }
    parts = urlsplit(url)
    prefix = parts.path.strip("/")
    if parts.scheme != "s3" or not BUCKET.fullmatch(parts.netloc) or (prefix and not PREFIX.fullmatch(prefix)):
        raise ImproperlyConfigured(
            f"{source} is “{url}”, which is no storage that Plenary knows. Write it like “{EXAMPLE}”, of which only "
            f"the bucket is needed, or “{FILE}” for the data folder. Keys are read from AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY."
        )
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := sorted(set(options) - set(OPTIONS)):
        raise ImproperlyConfigured(f"{source} has the option “{unknown[0]}”. Known are {', '.join(OPTIONS)}.")
    if "endpoint" in options and not ENDPOINT.fullmatch(options["endpoint"]):
        raise ImproperlyConfigured(
            f"{source} has the endpoint “{options['endpoint']}”. Write it with scheme and without a path, like "
            "“https://s3.example”."
        )
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured(
            f"{source} asks for S3, whose client is not installed. Start with ./run, which installs it, or install "
            "requirements-s3.txt."
        )
    return {
        "BACKEND": "config.object_storage.ObjectStorage",
        "OPTIONS": {"bucket": parts.netloc, "prefix": prefix}
        | {name: value.rstrip("/") for name, value in options.items()},
    }
