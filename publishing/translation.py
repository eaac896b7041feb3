"""Which texts of this app stand in one column per language."""

from modeltranslation.translator import TranslationOptions, register

from publishing.models import Withdrawal


@register(Withdrawal)
class WithdrawalTranslation(TranslationOptions):
    fields = ("explanation",)
