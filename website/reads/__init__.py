"""The queries of public pages, by subject; all return what is public at a moment."""
