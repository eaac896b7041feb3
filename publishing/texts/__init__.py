"""The HTML of texts: what may stand in it, how it is pasted, compared and checked."""
