"""A server of S3 for tests: moto's, in a process, on a free loopback port."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.running import free_port

SECONDS_TO_START = 60
BUCKET = "plenary-photos"
KEYS = {"AWS_ACCESS_KEY_ID": "of-the-tests", "AWS_SECRET_ACCESS_KEY": "of-the-tests", "AWS_EC2_METADATA_DISABLED": "1"}


class BucketServer:
    """A server that can be stopped and started again; what it holds ends with it."""

    def __init__(self, log: Path) -> None:
        self.port, self.log = free_port(), log
        self.url = f"http://127.0.0.1:{self.port}"

    def storage(self, prefix: str = "") -> str:
        """Return the bucket as PLENARY_STORAGE names it."""
        return f"s3://{BUCKET}/{prefix}?endpoint={self.url}"

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        end = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                wish = urllib.request.Request(f"{self.url}/{BUCKET}", method="PUT")  # noqa: S310  # our own
                urllib.request.urlopen(wish, timeout=5).close()  # noqa: S310
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                if self.process.poll() is not None or time.monotonic() > end:
                    raise AssertionError(f"The server of S3 did not start: {self.log.read_text()}") from None
                time.sleep(0.1)
            else:
                return

    def end(self) -> None:
        self.process.terminate()
        self.process.wait()


@contextmanager
def bucket_server(folder: Path) -> Iterator[BucketServer]:
    """Start a server with an empty bucket, and end it when the block ends."""
    server = BucketServer(folder / "moto.log")
    server.start()
    try:
        yield server
    finally:
        server.end()
