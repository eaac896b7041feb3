"""Template tags and filters over this app's modules."""
