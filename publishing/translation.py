"""The texts of this app that have a column for each language."""

from functools import cache

from modeltranslation import manager
from modeltranslation.translator import TranslationOptions, register

from publishing.models import Office, Page, Withdrawal

# It would make a class for each query, which Python has to learn each time: one for each class of querysets is enough.
manager.multilingual_queryset_factory = cache(manager.multilingual_queryset_factory)  # type: ignore[assignment]


@register(Withdrawal)
class WithdrawalTranslation(TranslationOptions):
    fields = ("explanation",)


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "body")


@register(Office)
class OfficeTranslation(TranslationOptions):
    fields = ("name", "wordmark", "description", "address", "footnote")
    fallback_undefined = {"name": "", "wordmark": ""}  # else only the default counts as missing
