"""Card images: what other sites show of a meeting, a statement or a gallery that somebody shares."""
