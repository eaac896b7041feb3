"""The admin of records, which are edited in place, with a column per language."""

from editorial.languages import LanguageTabsAdmin
from editorial.publishable import PublishableAdmin


class RecordAdmin(PublishableAdmin, LanguageTabsAdmin):
    """The admin of a record with translated texts."""
