"""The admins of what publishing stores: the press office, fixed pages, accounts, withdrawals and the audit log."""

from editorial import accounts, audit_log, list_filters, office, pages, withdrawals

__all__ = ["accounts", "audit_log", "list_filters", "office", "pages", "withdrawals"]
