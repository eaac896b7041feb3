"""States, verbs, editions, withdrawals: what makes a row public. Imports no other app of ours."""
