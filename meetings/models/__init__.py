"""The models of meetings and texts, one module per subject."""

from meetings.models.documents import Article, ArticleEdition, ParagraphNumbers, Statement, StatementEdition
from meetings.models.meetings import Figure, Host, Meeting, Series
from meetings.models.outcomes import Outcome
from meetings.models.sessions import Participation, Session
from meetings.models.topics import Topic

__all__ = [
    "Article",
    "ArticleEdition",
    "Figure",
    "Host",
    "Meeting",
    "Outcome",
    "ParagraphNumbers",
    "Participation",
    "Series",
    "Session",
    "Statement",
    "StatementEdition",
    "Topic",
]
