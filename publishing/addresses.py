"""Absolute addresses: the one function for every address that leaves the site.

Everything that is copied, downloaded, cited, indexed or printed names the site by PLENARY_ADDRESS, also for readers
who have reached it by another name. `./run serve` derives that address from its host and port where the variable is
not set (config/site_address.py).
"""

from django.conf import settings


def absolute(path: str) -> str:
    """Return the address of a path of the site, with scheme, host and port."""
    return f"{settings.SITE_ADDRESS}{path}"


def without_scheme(address: str) -> str:
    """Return an address as it is printed for readers: host, port and path."""
    return address.partition("://")[2]
