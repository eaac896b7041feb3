"""A partner, a format, a person, a topic: each with everything about it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from meetings.models import Topic
from meetings.reads import partners, photos, topics
from partners.capacities import by_capacity, former
from partners.models import Format, Partner, Person
from publishing.detail import GoneWhenWithdrawn


class PartnerPage(GoneWhenWithdrawn, TemplateView):
    template_name = "partners/partner.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        partner = partners.partner(kwargs["slug"], self.at)
        if partner is None:
            raise self.missing(Partner, slug=kwargs["slug"])
        return super().get_context_data(**kwargs) | {
            "partner": partner,
            "former_names": partner.former_names.all(),
            "participations": partners.participations_of_partner(partner, self.at),
            "hosted": partners.hosted_by_partner(partner, self.at),
            "statements": partners.statements_of_partner(partner, self.at),
            "photos": photos.photos_of_partner(partner, self.at),
            "breadcrumbs": [(_("Partners"), reverse("partners"))],
        }


class FormatPage(GoneWhenWithdrawn, TemplateView):
    template_name = "partners/format.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        format = partners.format_called(kwargs["slug"], self.at)
        if format is None:
            raise self.missing(Format, slug=kwargs["slug"])
        today = self.at.date()
        return super().get_context_data(**kwargs) | {
            "format": format,
            "capacities": by_capacity(format.public_memberships, today),
            "former": former(format.public_memberships, today),
            "sessions": partners.sessions_of_format(format, self.at),
            "outcomes": partners.outcomes_of_format(format, self.at),
            "statements": partners.statements_of_format(format, self.at),
            "breadcrumbs": [(_("Partners"), reverse("partners"))],
        }


class PersonPage(GoneWhenWithdrawn, TemplateView):
    template_name = "partners/person.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = partners.person(kwargs["slug"], self.at)
        if person is None:
            raise self.missing(Person, slug=kwargs["slug"])
        return super().get_context_data(**kwargs) | {
            "person": person,
            "participations": partners.participations_of_person(person, self.at),
            "hosted": partners.hosted_by_person(person, self.at),
            "statements": partners.statements_given_by(person, self.at),
            "photos": photos.photos_of_person(person, self.at),
        }


class TopicPage(GoneWhenWithdrawn, TemplateView):
    template_name = "meetings/topic.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        topic = topics.topic(kwargs["slug"], self.at)
        if topic is None:
            raise self.missing(Topic, slug=kwargs["slug"])
        statements, articles = topics.texts_on(topic, self.at)
        return super().get_context_data(**kwargs) | {
            "topic": topic,
            "sessions": topics.sessions_on(topic, self.at),
            "outcomes": topics.outcomes_on(topic, self.at),
            "statements": statements,
            "articles": articles,
        }
