"""Card images, which other sites show for a shared meeting, statement or gallery."""
