"""The views of public pages and files, one module per subject."""
