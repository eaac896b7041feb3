"""The storage of uploaded files in a private bucket: S3, or a compatible service.

A connection belongs to a process, since a forked one cannot share it. Errors of the client become OSError.
"""

import base64
import errno
import hashlib
import mimetypes
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import Any, Final
from urllib.parse import urlsplit

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from publishing.claims import claim
from publishing.stored_files import CHUNK, OnError, refuse
from publishing.unavailable import StorageRefuses, StorageUnavailable

SECONDS_TO_CONNECT: Final = 3
SECONDS_TO_ANSWER: Final = 20
SECONDS_FOR_A_CLAIM: Final = 60
SECONDS_OF_AN_ADDRESS: Final = 60  # by which a server in front fetches a file; it does so at once
CONNECTIONS: Final = 16  # of a process: each thread of the server uses one at most
IN_MEMORY: Final = 1024 * 1024  # of an opened file; what is larger is put into a temporary file
# A bucket tells full seconds.
RESOLUTION: Final = timedelta(seconds=1)
NOT_THERE: Final = ("404", "NoSuchKey")
BEHIND_THE_END: Final = ("416", "InvalidRange")


class ObjectStorage(S3Storage):  # type: ignore[misc]  # without type hints
    """The files of a site in a bucket, below a prefix if one is given."""

    def __init__(self, *, bucket: str, prefix: str = "", endpoint: str = "", region: str = "") -> None:
        config = Config(
            signature_version="s3v4",
            s3={"addressing_style": "path" if endpoint else "virtual"},
            connect_timeout=SECONDS_TO_CONNECT,
            read_timeout=SECONDS_TO_ANSWER,
            retries={"total_max_attempts": 2, "mode": "standard"},
            max_pool_connections=CONNECTIONS,
            request_checksum_calculation="when_required",  # others than Amazon do not know the newer ones
            response_checksum_validation="when_required",
        )
        super().__init__(
            bucket_name=bucket,
            location=prefix,
            endpoint_url=endpoint or None,
            region_name=region or ("us-east-1" if endpoint else None),
            client_config=config,
            file_overwrite=False,
            querystring_expire=SECONDS_OF_AN_ADDRESS,
        )
        self._making, self._made_by, self._resource = Lock(), 0, None

    def __str__(self) -> str:
        return f"s3://{self.bucket_name}/{self.location}".rstrip("/")

    @property
    def connection(self) -> Any:
        with self._making:
            if self._made_by != os.getpid():
                session = self._create_session()
                self._resource = session.resource(
                    "s3", region_name=self.region_name, endpoint_url=self.endpoint_url, config=self.client_config
                )
                self._made_by = os.getpid()
            return self._resource

    @property
    def bucket(self) -> Any:
        return self.connection.Bucket(self.bucket_name)

    def keep(self, name: str, content: bytes) -> None:
        """Store the content, even over a file that is there: it becomes new and whole."""
        with claim(f"file-{name}", seconds=SECONDS_FOR_A_CLAIM):
            self._put(name, content)

    def take_away(self, name: str, *, not_since: datetime) -> bool:
        """Delete the file unless stored or kept since then; return whether it is gone."""
        with claim(f"file-{name}", seconds=SECONDS_FOR_A_CLAIM):
            try:
                if self.get_modified_time(name) + RESOLUTION > not_since:
                    return False
            except FileNotFoundError:
                return False
            self.delete(name)
            return True

    def pieces(self, name: str, start: int, end: int) -> Iterator[bytes]:
        if start >= end:
            return
        with _as_os_errors(name):
            answer = self._client.get_object(**self._object(name), Range=f"bytes={start}-{end - 1}")
            with closing(answer["Body"]) as body:
                yield from body.iter_chunks(CHUNK)

    def files_below(self, folder: str, on_error: OnError = refuse) -> Iterator[tuple[str, int]]:
        root = f"{self.location}/" if self.location else ""
        prefix = f"{root}{folder}/" if folder else root
        with _as_os_errors(folder):
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket_name, Prefix=prefix)
            for page in pages:
                for each in page.get("Contents", ()):
                    yield each["Key"].removeprefix(root), each["Size"]

    def internal_path(self, name: str, content_type: str) -> str:
        """Return the path below the bucket, signed to read this file for a minute."""
        signed = urlsplit(self.url(name, parameters={"ResponseContentType": content_type}))
        path = signed.path.removeprefix(f"/{self.bucket_name}") if self.endpoint_url else signed.path
        return f"{path.removeprefix('/')}?{signed.query}"

    def reach(self) -> None:
        """Ask for the bucket; raise StorageUnavailable, or FileNotFoundError without one."""
        with _as_os_errors(str(self)):
            self._client.head_bucket(Bucket=self.bucket_name)

    def exists(self, name: str) -> bool:
        try:
            self._head(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        return int(self._head(name)["ContentLength"])

    def get_modified_time(self, name: str) -> datetime:
        moment: datetime = self._head(name)["LastModified"]
        return moment

    def delete(self, name: str) -> None:
        with _as_os_errors(name):
            self._client.delete_object(**self._object(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _as_os_errors(name):
            folders, files = super().listdir(name)
        return folders, files

    def _open(self, name: str, mode: str = "rb") -> File:
        length = self.size(name)
        opened = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the caller closes it
        try:
            for piece in self.pieces(name, 0, length):
                opened.write(piece)
        except BaseException:
            opened.close()
            raise
        opened.seek(0)
        return File(opened, name)

    def _save(self, name: str, content: File) -> str:
        content.seek(0)
        self._put(name, content.read())
        return name

    def _put(self, name: str, content: bytes) -> None:
        digest = base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
        with _as_os_errors(name):
            self._client.put_object(
                **self._object(name), Body=content, ContentMD5=digest, ContentType=_content_type(name)
            )

    def _head(self, name: str) -> dict[str, Any]:
        with _as_os_errors(name):
            found: dict[str, Any] = self._client.head_object(**self._object(name))
        return found

    @property
    def _client(self) -> Any:
        return self.connection.meta.client

    def _object(self, name: str) -> dict[str, str]:
        return {"Bucket": self.bucket_name, "Key": self._normalize_name(name)}


@contextmanager
def _as_os_errors(name: str) -> Iterator[None]:
    """Raise what the client raises as an OSError."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in NOT_THERE:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name) from error
        if code in BEHIND_THE_END:
            raise OSError(f"{name} is shorter than it was.") from error
        raise StorageRefuses(f"The storage of files refuses {name}: {error}.") from error
    except (BotoCoreError, Boto3Error) as error:
        raise StorageUnavailable(f"The storage of files does not answer: {error}.") from error


def _content_type(name: str) -> str:
    if name.endswith(".avif"):  # which not every system knows
        return "image/avif"
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
