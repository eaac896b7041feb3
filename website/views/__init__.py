"""The pages and files of this app, one module per subject."""
