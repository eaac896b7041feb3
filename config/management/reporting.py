"""The messages of the commands that start the site."""

from collections.abc import Mapping

from django.contrib.auth.models import User
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
