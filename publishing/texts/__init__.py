"""The HTML of texts: what it may contain, how it is pasted, compared, checked."""
