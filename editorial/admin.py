"""The modules whose admins and filters are registered when Django imports this."""

from editorial import accounts, audit_log, list_filters, office, pages, withdrawals

__all__ = ["accounts", "audit_log", "list_filters", "office", "pages", "withdrawals"]
