"""Card images: the pictures that other sites show for a shared meeting, statement or gallery."""
