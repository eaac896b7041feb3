"""The address of a site without PLENARY_ADDRESS, derived from host and port.

The derived address is stored in the data folder, so that other commands, such as `./run manage renditions`, write the
same address into files.
"""

from contextlib import suppress
from pathlib import Path
from typing import Final

LOOPBACK_HOSTS: Final = ("127.0.0.1", "localhost", "[::1]")
EVERY_ADDRESS: Final = ("0.0.0.0", "::")  # noqa: S104  # recognised here, bound only when the operator says so
FILE: Final = "address"
HTTP_PORT: Final = 80


def derived(allowed_hosts: list[str], *, https: bool, data_dir: Path) -> str:
    """Return the address implied by the other variables, or that of the last `serve`."""
    if address := implied(allowed_hosts, https=https):
        return address
    with suppress(OSError):
        if served := (data_dir / FILE).read_text().strip():
            return served
    return f"http://{LOOPBACK_HOSTS[0]}"


def implied(allowed_hosts: list[str], *, https: bool) -> str:
    """Return the address implied by the allowed hosts and HTTPS, or an empty string.

    A public name among the allowed hosts, or HTTPS, means a proxy in front that uses the scheme's default port.
    """
    name = _public_name(allowed_hosts)
    return f"{'https' if https else 'http'}://{name or LOOPBACK_HOSTS[0]}" if name or https else ""


def _public_name(allowed_hosts: list[str]) -> str:
    """Return the first allowed host without a wildcard; empty for a loopback host."""
    names = [host for host in allowed_hosts if "*" not in host and not host.startswith(".")]
    return names[0] if names and names[0] not in LOOPBACK_HOSTS else ""


def listening_at(host: str, port: int) -> str:
    """Return the address for a browser on the same machine."""
    name = LOOPBACK_HOSTS[0] if host in EVERY_ADDRESS else host
    name = f"[{name}]" if ":" in name else name
    return f"http://{name}" if port == HTTP_PORT else f"http://{name}:{port}"


def keep(address: str, data_dir: Path) -> None:
    """Store a derived address for other commands."""
    file = data_dir / FILE
    file.touch(mode=0o600)
    file.write_text(f"{address}\n")
