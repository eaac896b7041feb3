"""The texts of this app that have a column for each language."""

from modeltranslation.translator import TranslationOptions, register

from publishing.models import Office, Page, Withdrawal


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
