"""The texts of this app that have a column for each language."""

from modeltranslation.translator import TranslationOptions, register

from partners.models import Appointment, Format, FormerName, Partner, Person


@register(Partner)
class PartnerTranslation(TranslationOptions):
    fields = ("name", "official_name")


@register(FormerName)
class FormerNameTranslation(TranslationOptions):
    fields = ("name", "official_name")


@register(Format)
class FormatTranslation(TranslationOptions):
    fields = ("name", "acronym", "description")


@register(Person)
class PersonTranslation(TranslationOptions):
    fields = ("name", "sort_name")


@register(Appointment)
class AppointmentTranslation(TranslationOptions):
    fields = ("office",)
