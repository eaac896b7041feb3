"""The admins of this app, one module per subject."""

from meetings.admin import documents, meetings, sessions, topics

__all__ = ["documents", "meetings", "sessions", "topics"]
