"""nginx does not send readers to the address to which a bucket redirects."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browser.nginx import ask, nginx

SIGNED = "photos/1.avif?X-Amz-Signature=abc"


class PlenaryAndBucket(BaseHTTPRequestHandler):
    """A server that sends nginx to a bucket, which answers with the path's status."""

    def do_GET(self) -> None:
        if self.path.startswith("/bucket/"):
            self.send_response(int(self.path.split("/")[2]))
            self.send_header("Location", f"http://other.s3.example/{SIGNED}")
        else:
            self.send_response(200)
            if self.path.startswith("/media/"):
                self.send_header("X-Accel-Redirect", f"/_media/{self.path.removeprefix('/media/')}/{SIGNED}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Log nothing."""


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of nginx in front of it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), PlenaryAndBucket) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"127.0.0.1:{server.server_port}"
        replaced = {
            "server 10.0.0.11:8000;": f"server {address};",
            "server 10.0.0.12:8000;": "",
            "https://s3.example/plenary-photos": f"http://{address}/bucket",
        }
        with nginx("plenary-s3.conf", tmp_path_factory.mktemp("nginx"), replaced) as started:
            yield started.address
        server.shutdown()


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_bucket_that_has_moved_gives_no_signed_address_away(front: str, status: int) -> None:
    answer = ask(f"{front}/media/{status}")

    assert (answer.status, answer.headers["Location"]) == (503, None)
    assert answer.body.startswith(b"This file cannot be sent at the moment.")
