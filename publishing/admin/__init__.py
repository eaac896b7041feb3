"""The desk's side of states, editions and withdrawals: what the admins of all apps are made of."""

from publishing.admin import accounts, list_filters, trail, withdrawals

__all__ = ["accounts", "list_filters", "trail", "withdrawals"]
