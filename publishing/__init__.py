"""States, verbs, editions and withdrawals. Imports no other app of ours."""
