"""The admins of this app, one module per subject."""

from photos.admin import galleries

__all__ = ["galleries"]
