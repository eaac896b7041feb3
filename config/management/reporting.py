"""What commands print: accounts, and how far a long one is."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.core.management.base import OutputWrapper
from django.utils.text import get_text_list

from config.preparation import FIRST_ACCOUNTS

ANOTHER = "./run manage changepassword"


def account_lines(passwords: Mapping[str, str]) -> list[str]:
    """Return lines about the accounts: new passwords, or else how to set another one."""
    if not passwords:
        known = [name for name in FIRST_ACCOUNTS if User.objects.filter(username=name).exists()]
        if not known and not User.objects.exists():
            return ["  Accounts      none yet; the first one: ./run new"]
        return [f"  Accounts      as before (a new password: {ANOTHER} {get_text_list(known or ['NAME'], 'or')})"]
    lines = []
    for name, password in passwords.items():
        lines += [f"  Account       {name}", f"  Password      {password}"]
    return [
        *lines,
        f"                Shown this once; another one: {ANOTHER} {get_text_list([*passwords], 'or')}",
    ]


class ProgressBar:
    """A bar on the terminal; without a terminal nothing is shown."""

    WIDTH = 30

    def __init__(self, out: OutputWrapper, unit: str) -> None:
        self._out, self._unit, self._shown = out, unit, ""

    def __call__(self, done: int, total: int) -> None:
        if not self._out.isatty():
            return
        bar = "#" * (self.WIDTH * done // max(total, 1))
        shown = f"\r[{bar:<{self.WIDTH}}] {done:,} of {total:,} {self._unit} "
        if shown != self._shown:
            self._out.write(shown, ending="" if done < total else "\n")
            self._out.flush()
            self._shown = shown
