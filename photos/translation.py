"""The texts of this app that have a column for each language."""

from modeltranslation.translator import TranslationOptions, register

from photos.models import Gallery, Photo


@register(Gallery)
class GalleryTranslation(TranslationOptions):
    fields = ("title", "summary")


@register(Photo)
class PhotoTranslation(TranslationOptions):
    fields = ("headline", "caption", "alt", "remark", "place", "city", "country")
