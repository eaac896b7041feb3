"""The desk of this app, one module per subject."""

from meetings.admin import desk, documents, galleries, meetings, office, pages, sessions, topics

__all__ = ["desk", "documents", "galleries", "meetings", "office", "pages", "sessions", "topics"]
