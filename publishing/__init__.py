"""States, verbs, editions, withdrawal: what it means that something is public. Knows no other app of ours."""
