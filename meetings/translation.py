"""The texts of this app that have a column for each language."""

from modeltranslation.translator import TranslationOptions, register

from meetings.models import Figure, Meeting, Outcome, Participation, Series, Session, Statement, Topic


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name", "description")


@register(Series)
class SeriesTranslation(TranslationOptions):
    fields = ("name",)


@register(Meeting)
class MeetingTranslation(TranslationOptions):
    fields = (
        *("title", "headline", "summary", "glance_decided", "glance_who", "glance_next"),
        *("city", "venue", "former_place", "change_reason", "press_contact"),
    )


@register(Figure)
class FigureTranslation(TranslationOptions):
    fields = ("label", "value")


@register(Session)
class SessionTranslation(TranslationOptions):
    fields = ("title", "summary", "place", "former_place", "change_reason")


@register(Participation)
class ParticipationTranslation(TranslationOptions):
    fields = ("unnamed_phrase",)


@register(Outcome)
class OutcomeTranslation(TranslationOptions):
    fields = ("text",)


@register(Statement)
class StatementTranslation(TranslationOptions):
    fields = ("own_kind", "adopted_by_note")
