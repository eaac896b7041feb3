"""The HTML of texts: what it may contain, and how it is pasted, compared and checked."""
