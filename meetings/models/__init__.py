"""The models of what happened, what was said and what was seen, one module per subject."""

from meetings.models.bin import BinnedFile
from meetings.models.documents import Article, ArticleEdition, ParagraphNumbers, Statement, StatementEdition
from meetings.models.galleries import Gallery, Photo, PhotoFile, PictureDigest
from meetings.models.meetings import Figure, Host, Meeting, Series
from meetings.models.office import Office
from meetings.models.outcomes import Outcome
from meetings.models.pages import Page
from meetings.models.sessions import Participation, Session
from meetings.models.topics import Topic

__all__ = [
    "Article",
    "ArticleEdition",
    "BinnedFile",
    "Figure",
    "Gallery",
    "Host",
    "Meeting",
    "Office",
    "Outcome",
    "Page",
    "ParagraphNumbers",
    "Participation",
    "Photo",
    "PhotoFile",
    "PictureDigest",
    "Series",
    "Session",
    "Statement",
    "StatementEdition",
    "Topic",
]
