"""The queries of public pages, one module per subject. All take a moment and return only what is public then."""
