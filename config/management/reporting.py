"""What the commands that start the site tell whoever started it."""

from config.preparation import FIRST_ACCOUNT


def account_lines(password: str | None) -> list[str]:
    """Return how to sign in: with the password while it is new, else how to set another."""
    if password is None:
        return [f"  Account       as before (a new password: ./run manage changepassword {FIRST_ACCOUNT})"]
    return [
        f"  Account       {FIRST_ACCOUNT}",
        f"  Password      {password}",
        f"                Shown this once; another one: ./run manage changepassword {FIRST_ACCOUNT}",
    ]
