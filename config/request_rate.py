"""Limits how often an address may ask the API in a minute, for each process.

The headers are those of draft-ietf-httpapi-ratelimit-headers. Answers from memory cost nothing and are not counted.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock
from typing import Final

WINDOW: Final = 60.0  # seconds
MOST_CLIENTS: Final = 10_000  # that a process counts; the first of them is forgotten for another
NETWORK: Final = 64  # bits of an IPv6 address: all that has them alike is one client


@dataclass(frozen=True)
class Rate:
    """What a client has left of its window: requests, and seconds."""

    limit: int
    left: int
    seconds: int
    is_exceeded: bool

    @property
    def headers(self) -> dict[str, str]:
        policy = {"RateLimit-Policy": f'"minute";q={self.limit};w={WINDOW:.0f}'}
        return policy | {"RateLimit": f'"minute";r={self.left};t={self.seconds}'}


class RequestRates:
    """The requests of each client since its window began."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._windows: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._lock = Lock()

    def count(self, address: str, limit: int) -> Rate:
        """Count a request from the IP address."""
        client, now = _client(address), self._now()
        with self._lock:
            start, number = self._windows.pop(client, (now, 0))
            if now - start >= WINDOW:
                start, number = now, 0
            number += 1
            self._windows[client] = start, number
            if len(self._windows) > MOST_CLIENTS:
                self._windows.popitem(last=False)
        return Rate(limit, max(0, limit - number), math.ceil(start + WINDOW - now), number > limit)

    def clear(self) -> None:
        with self._lock:
            self._windows.clear()


def _client(address: str) -> str:
    parsed = ip_address(address)
    return str(ip_network((parsed, NETWORK), strict=False)) if isinstance(parsed, IPv6Address) else str(parsed)
