"""The demonstration loads, is sound, and says only what the source says.

The facts are those of the source article, with the well-known public ones that were added to it; the file
is as long as their list. Loading takes a third of a second and happens once per class, which is why these are
Django's test cases and not functions.
"""

import re
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone, translation
from modeltranslation.translator import translator

from meetings.models import (
    Article,
    ArticleEdition,
    Figure,
    Host,
    Meeting,
    Outcome,
    Participation,
    Session,
    Statement,
    StatementEdition,
    Topic,
)
from partners.models import Appointment, Format, Membership, Partner, Person
from photos.models import BinnedFile, Gallery, Photo, PhotoFile, PictureDigest
from publishing.models import Child, Office, Page, Publishable
from publishing.public_ids import PATTERN, PublicIdField, model_of
from publishing.texts.richtext import RichTextField
from publishing.verbs import checks

AT = datetime(2011, 4, 15, tzinfo=ZoneInfo("Europe/Berlin"))
FIRST_DAY, SECOND_DAY = date(2011, 4, 14), date(2011, 4, 15)
SLUG = "nato-foreign-ministers-berlin-2011"
CONTENT: list[Any] = [
    Office,
    Page,
    *(
        model
        for label in ("partners", "meetings", "photos")
        for model in apps.get_app_config(label).get_models()
        if model not in (PictureDigest, BinnedFile)  # made in the admin
    ),
]

JOINED_NATO = {
    "1949": "Belgium, Canada, Denmark, France, Iceland, Italy, Luxembourg, Netherlands, Norway, Portugal, "
    "United Kingdom, United States",
    "1952": "Greece, Turkey",
    "1955": "Germany",
    "1982": "Spain",
    "1999": "Czech Republic, Hungary, Poland",
    "2004": "Bulgaria, Estonia, Latvia, Lithuania, Romania, Slovakia, Slovenia",
    "2009": "Albania, Croatia",
}
BESIDE_THE_MEMBERS = {
    "libya": [],
    "afghanistan": [
        ("Afghanistan", "participant"),
        ("United Nations", "participant"),
        ("European Union", "participant"),
        ("21 further troop contributors, not members of NATO", "contributor"),
    ],
    "north-atlantic-council": [],
    "nato-russia-council": [("Russia", "member")],
    "nato-georgia-commission": [("Grigol Vashadze, Foreign Minister of Georgia", "partner")],
    "nato-ukraine-commission": [("Kostyantyn Hryschenko, Foreign Minister of Ukraine", "partner")],
}
REGISTER = [
    ("libya", "adopted", "statement-on-libya", "pressure on the regime"),
    ("libya", "condemned", "statement-on-libya", "violence"),
    ("libya", "discussed", None, "Resolution 1973"),
    ("libya", "discussed", None, "political solution"),
    ("afghanistan", "discussed", None, "handover of responsibility for security"),
    ("afghanistan", "discussed", None, "Enduring Partnership"),
    ("north-atlantic-council", "adopted", "partnership-policy", "new Partnership Policy"),
    ("north-atlantic-council", "endorsed", "partnership-strategy-paper", "strategy paper"),
    ("north-atlantic-council", "endorsed", "posture-review-work-plan", "deterrence and defence posture"),
    ("nato-russia-council", "discussed", None, "missile defence, in conventional arms control in Europe"),
    ("nato-russia-council", "discussed", None, "helicopter maintenance fund"),
    ("nato-georgia-commission", "thanked", None, "Grigol Vashadze"),
    ("nato-georgia-commission", "discussed", None, "closer cooperation"),
    ("nato-georgia-commission", "issued", "statement-of-the-nato-georgia-commission", "Statement"),
    ("nato-ukraine-commission", "thanked", None, "Kostyantyn Hryschenko"),
    ("nato-ukraine-commission", "discussed", None, "closer cooperation"),
]
NAMED_IN_THE_ARTICLE = [
    "15 April 2011", "all 28 members", "strategy paper", "crises", "operations that NATO leads",
    "defence reform", "terrorism", "weapons of mass destruction", "cyber attacks", "energy security",
    "piracy", "Strategic Concept", "adopted in Lisbon", "“cooperative security”", "more than 40 states",
    "work plan", "Committee on Disarmament", "Sergey Lavrov", "missile defence",
    "conventional arms control in Europe", "Under German leadership",
    "“important forum for global security”", "helicopter fleet", "Grigol Vashadze", "Kostyantyn Hryschenko",
    "Statement of the NATO-Georgia Commission", "Resolution 1973", "Statement on Libya", "Gaddafi’s regime",
    "“The development of a transparent political solution”", "of the 21 states", "United Nations",
    "European Union", "Enduring Partnership", "Since 1996", "Anders Fogh Rasmussen",
    "around 60 delegations with 800 delegates",
]  # fmt: skip


def rows() -> list[Any]:
    return list(chain.from_iterable(model._default_manager.order_by("pk") for model in CONTENT))


class TestTheDemonstrationIsSound(TestCase):
    fixtures = ["berlin_2011"]

    @classmethod
    def setUpTestData(cls) -> None:
        """Give each photo a row for its file; `manage.py demonstration` draws real ones."""
        made = [{"size": "640", "ext": "jpg", "width": 3, "height": 2, "bytes": 1}]
        facts = {"format": "jpg", "width": 3, "height": 2, "size": 1, "renditions": made, "status": "ready"}
        PhotoFile.objects.bulk_create(
            PhotoFile(photo=photo, sha256=f"{photo.pk:064x}", **facts) for photo in Photo.objects.all()
        )

    def test_it_fills_every_kind_of_content(self) -> None:
        assert [model.__name__ for model in CONTENT if not model._default_manager.exists()] == []

    def test_loading_it_twice_changes_nothing(self) -> None:
        before = serializers.serialize("json", rows())
        call_command("loaddata", "berlin_2011", verbosity=0)
        assert serializers.serialize("json", rows()) == before

    def test_every_row_is_valid(self) -> None:
        for row in rows():
            row.full_clean()

    def test_rich_text_is_stored_as_the_editor_would_clean_it(self) -> None:
        for row in rows():
            for field in (f for f in row._meta.fields if isinstance(f, RichTextField)):
                html = getattr(row, field.attname)
                assert field.clean(html, row) == html

    def test_no_check_of_publishing_would_refuse_what_is_public(self) -> None:
        publishable = [row for row in rows() if isinstance(row, Publishable)]
        now = timezone.now()
        assert [
            str(each) for each in (*checks.incomplete(publishable), *checks.unpublished_dependencies(publishable, now))
        ] == []

    def test_all_is_public_from_the_day_of_the_source_and_nothing_before(self) -> None:
        """The hour is not known: midnight in Berlin represents it."""
        for model in CONTENT:
            if hasattr(model._default_manager, "public"):
                assert model._default_manager.public(AT - timedelta(seconds=1)).count() == 0
                assert model._default_manager.public(AT).count() == model._default_manager.count()

    def test_sessions_outcomes_and_photos_go_with_their_parents(self) -> None:
        children = [row for row in rows() if isinstance(row, Child)]
        assert {(c.state, c.release, c.publish_at) for c in children} == {("approved", "with_parent", None)}

    def test_public_ids_carry_the_letter_of_their_kind_and_follow_no_order(self) -> None:
        for model in (m for m in CONTENT if any(isinstance(f, PublicIdField) for f in m._meta.fields)):
            ids = list(model._default_manager.order_by("pk").values_list("public_id", flat=True))
            assert all(PATTERN.fullmatch(public_id) and model_of(public_id) is model for public_id in ids)
            assert len(ids) < 4 or ids != sorted(ids)

    def test_what_is_said_in_one_language_is_said_in_the_other(self) -> None:
        """The column without a language holds the English text."""
        for model in (m for m in translator.get_registered_models() if m in CONTENT):
            for name in translator.get_options_for_model(model).all_fields:
                columns = model._default_manager.rewrite(mode=False)
                for base, english, german in columns.values_list(name, f"{name}_en", f"{name}_de"):
                    assert (base, bool(german)) == (english or "", bool(english))

    def test_every_document_has_an_english_edition_and_a_german_translation_of_it(self) -> None:
        for document in (*Statement.objects.all(), *Article.objects.all()):
            english, german = document.editions.order_by("-language")
            assert (english.language, english.translates, english.serial) == ("en", None, 1)
            assert (german.language, german.translates, german.serial) == ("de", english, 1)

    def test_internal_links_lead_to_what_is_public_with_them(self) -> None:
        texts = [row.body for row in rows() if hasattr(row, "body")]
        links = {link for text in texts for link in re.findall(r'href="([^"]*)"', text)}
        assert len(links) == 14  # six sessions, five statements, the gallery, a photo, a page
        for link in links:
            public_id = link.removeprefix("/id/")
            model = model_of(public_id)
            assert model is not None
            assert model._default_manager.public(AT).filter(public_id=public_id).exists()


class TestTheFactsOfTheSource(TestCase):
    fixtures = ["berlin_2011"]

    def test_the_office_says_that_all_this_is_a_demonstration(self) -> None:
        office = Office.objects.get()
        assert (office.pk, office.wordmark, office.time_zone) == (1, "Plenary.", "Europe/Berlin")
        assert (office.languages, office.required_languages) == ("en,de", "en,de")
        assert (office.email, office.telephone, office.address) == ("press@plenary.example", "", "")
        assert "Demonstration" in office.footnote
        assert "drawn stand-ins" in office.footnote
        with translation.override("de"):
            assert "gezeichnete Ersatzbilder" in Office.objects.get().footnote

    def test_the_fixed_pages_stand_in_order(self) -> None:
        slugs = ["terms-of-use", "privacy", "imprint", "accessibility"]
        assert list(Page.objects.values_list("slug", flat=True)) == slugs

    def test_the_meeting_has_its_days_city_and_zone(self) -> None:
        meeting = Meeting.objects.get()
        assert (meeting.slug, meeting.level, meeting.status) == (SLUG, "foreign_ministers", "held")
        assert (meeting.starts_on, meeting.ends_on) == (FIRST_DAY, SECOND_DAY)
        assert (meeting.city, str(meeting.country)) == ("Berlin", "Germany")
        assert meeting.time_zone == "Europe/Berlin"
        assert (meeting.venue, meeting.lead_photo) == ("", Photo.objects.get(position=2))
        assert (meeting.press_email, meeting.press_telephone) == ("press@plenary.example", "")

    def test_the_figures_are_as_they_were_said(self) -> None:
        assert list(Figure.objects.values_list("label", "value")) == [
            ("Members of the Alliance", "28"),
            ("Delegations", "around 60"),
            ("Delegates", "800"),
            ("In Germany", "first time since 1996"),
            ("Partner states and organisations", "more than 40"),
        ]

    def test_germany_and_nato_are_the_hosts(self) -> None:
        assert [str(host) for host in Host.objects.all()] == [
            "Guido Westerwelle, Foreign Minister of Germany",
            "Anders Fogh Rasmussen, Secretary General of NATO",
        ]

    def test_the_28_members_are_there_with_the_year_in_which_they_joined(self) -> None:
        members = Membership.objects.filter(format__slug="north-atlantic-council")
        assert members.count() == 28
        for year, names in JOINED_NATO.items():
            joined = [membership.partner.as_of(SECOND_DAY).name for membership in members.filter(since=year)]
            assert ", ".join(sorted(joined)) == names

    def test_members_are_in_the_other_formats_since_they_were_founded_or_since_joining_nato(self) -> None:
        for membership in Membership.objects.filter(capacity="member").exclude(partner__slug="russia"):
            joined = membership.partner.memberships.get(format__slug="north-atlantic-council").since
            assert membership.since == max(joined, membership.format.founded)

    def test_the_formats_are_known_with_their_year_and_with_who_is_in_them_beside_the_members(self) -> None:
        allies = Partner.objects.filter(memberships__format__slug="north-atlantic-council")
        assert [
            (f.slug, f.founded, f.partners.count(), [str(p) for p in f.partners.exclude(pk__in=allies)])
            for f in Format.objects.all()
        ] == [
            ("north-atlantic-council", "1949", 28, []),
            ("nato-russia-council", "2002", 29, ["Russia"]),
            ("nato-georgia-commission", "2008", 29, ["Georgia"]),
            ("nato-ukraine-commission", "1997", 29, ["Ukraine"]),
            ("nato-foreign-ministers", "", 0, []),
            ("isaf-contributors", "2001", 0, []),
            ("libya-operation-contributors", "2011-03", 0, []),
        ]

    def test_bodies_that_ended_say_when(self) -> None:
        assert dict(Format.objects.exclude(until="").values_list("slug", "until")) == {
            "nato-ukraine-commission": "2023-07",
            "isaf-contributors": "2014",
            "libya-operation-contributors": "2011-10",
        }

    def test_the_ministers_met_beside_the_contributors_and_are_no_members_of_theirs(self) -> None:
        for slug, others in (("libya", "libya-operation-contributors"), ("afghanistan", "isaf-contributors")):
            bodies = Session.objects.get(slug=slug).formats.values_list("slug", flat=True)
            assert set(bodies) == {"nato-foreign-ministers", others}

    def test_countries_carry_the_names_of_april_2011(self) -> None:
        now_and_then = [(partner, partner.as_of(SECOND_DAY)) for partner in Partner.objects.all()]
        assert {now.name: (then.name, then.official_name) for now, then in now_and_then if now != then} == {
            "Afghanistan": ("Afghanistan", "Islamic Republic of Afghanistan"),
            "Czechia": ("Czech Republic", "Czech Republic"),
            "Hungary": ("Hungary", "Republic of Hungary"),
            "Türkiye": ("Turkey", "Republic of Turkey"),
        }

    def test_only_those_whom_the_source_names_are_named_each_in_the_office_of_the_day(self) -> None:
        assert [appointment.bearer for appointment in Appointment.objects.on(SECOND_DAY).order_by("pk")] == [
            "Guido Westerwelle, Foreign Minister of Germany",
            "Anders Fogh Rasmussen, Secretary General of NATO",
            "Sergey Lavrov, Foreign Minister of Russia",
            "Grigol Vashadze, Foreign Minister of Georgia",
            "Kostyantyn Hryschenko, Foreign Minister of Ukraine",
        ]
        with translation.override("de"):
            german = [str(person) for person in Person.objects.order_by("pk")]
        assert german[2:] == ["Sergej Lawrow", "Grigol Waschadse", "Kostjantyn Hryschtschenko"]

    def test_sessions_have_a_day_and_no_invented_time(self) -> None:
        assert list(Session.objects.values_list("slug", "day")) == [
            ("libya", FIRST_DAY),
            ("afghanistan", FIRST_DAY),
            ("north-atlantic-council", SECOND_DAY),
            ("nato-russia-council", SECOND_DAY),
            ("nato-georgia-commission", SECOND_DAY),
            ("nato-ukraine-commission", SECOND_DAY),
        ]
        shown_words = Session.objects.values_list("starts_at", "ends_at", "precision", "status")
        assert set(shown_words) == {(None, None, "day", "held")}

    def test_the_days_of_all_but_the_two_councils_are_inferred_and_say_so(self) -> None:
        stated = ["north-atlantic-council", "nato-russia-council"]
        assert list(Session.objects.filter(day_is_inferred=False).values_list("slug", flat=True)) == stated
        inferred = Session.objects.filter(day_is_inferred=True)
        assert all("The day is inferred" in session.note for session in inferred)

    def test_outcomes_of_an_inferred_session_say_so_in_both_languages(self) -> None:
        for words in ("helicopter maintenance fund", "a work plan"):
            outcome = Outcome.objects.get(text__contains=words)
            assert "session inferred)" in outcome.text
            assert "erschlossen)" in outcome.text_de

    def test_all_28_members_sat_in_every_session_with_those_whom_the_source_names(self) -> None:
        allies = set(Partner.objects.filter(memberships__format__slug="north-atlantic-council"))
        for slug, others in BESIDE_THE_MEMBERS.items():
            seated = list(Participation.objects.filter(session__slug=slug))
            assert {row.partner for row in seated[:28]} == allies
            assert {row.role for row in seated[:28]} == {"member"}
            assert not any(row.appointment for row in seated[:28])
            assert [(str(row), row.role) for row in seated[28:]] == others

    def test_no_one_is_said_to_have_been_in_the_chair(self) -> None:
        assert not Participation.objects.filter(chairs=True).exists()

    def test_the_register_of_decisions_holds_what_was_done(self) -> None:
        outcomes = Outcome.objects.order_by("session__position", "position")
        for outcome, (session, verb, statement, words) in zip(outcomes, REGISTER, strict=True):
            assert (outcome.session.slug, outcome.verb) == (session, verb)
            assert (outcome.statement.slug if outcome.statement else None) == statement
            assert words in outcome.text

    def test_statements_have_the_kind_day_and_adopter_of_the_article(self) -> None:
        statements = Statement.objects.order_by("pk")
        assert list(statements.values_list("slug", "kind", "issued_on", "adopted_by__slug")) == [
            ("statement-on-libya", "statement", None, "nato-foreign-ministers"),
            ("statement-of-the-nato-georgia-commission", "statement", None, "nato-georgia-commission"),
            ("partnership-policy", "policy", SECOND_DAY, "north-atlantic-council"),
            ("partnership-strategy-paper", "strategy_paper", SECOND_DAY, "north-atlantic-council"),
            ("posture-review-work-plan", "work_plan", None, "nato-foreign-ministers"),
        ]

    def test_no_statement_pretends_to_be_the_full_text(self) -> None:
        sentences = {"en": "We do not hold the full text", "de": "Der volle Wortlaut liegt hier nicht vor"}
        for edition in StatementEdition.objects.all():
            assert edition.extent == "report"
            assert sentences[edition.language] in edition.body

    def test_quotations_are_verbatim_in_english_and_marked_as_translated_in_german(self) -> None:
        for model in (ArticleEdition, StatementEdition):
            english = "“The development of a transparent political solution”"
            assert model.objects.filter(language="en", body__contains=english).count() == 1
            german = "„Die Entwicklung einer transparenten politischen Lösung“"
            assert "aus dem Englischen übersetzt" in model.objects.get(body__contains=german).body

    def test_the_article_retells_the_source_from_the_first_fact_to_the_last(self) -> None:
        article = Article.objects.get()
        assert (article.kind, article.issued_on) == ("report", SECOND_DAY)
        assert (article.sessions.count(), article.topics.count()) == (6, Topic.objects.count())
        english, german = article.editions.order_by("-language")
        assert english.title == "Intensifying NATO’s partnerships"
        shown_words = re.sub(r"<[^>]+>", "", english.body)
        assert [words for words in NAMED_IN_THE_ARTICLE if words not in shown_words] == []
        assert "„wichtiges Forum für die globale Sicherheit“" in german.body

    def test_the_picture_is_in_the_article_below_its_heading(self) -> None:
        picture = Photo.objects.get(position=2)
        assert Article.objects.get().lead_photo == picture
        for edition in ArticleEdition.objects.all():
            paragraph = rf'<p><a href="/id/{picture.public_id}">[^<]+</a></p>'
            assert re.search(rf"<h2>[^<]*Russ[^<]*</h2>{paragraph}", edition.body)

    def test_the_gallery_has_55_photos_in_order_under_its_terms(self) -> None:
        gallery = Gallery.objects.get()
        assert (gallery.slug, str(gallery.meeting)) == (SLUG, "NATO Foreign Ministers in Berlin")
        assert gallery.terms == Page.objects.get(slug="terms-of-use")
        assert [photo.position for photo in gallery.photos.all()] == list(range(1, 56))
        with translation.override("de"):
            assert Gallery.objects.get().title == "Fotos: NATO-Außenministertreffen in Berlin"

    def test_the_two_known_photos_keep_captions_and_people_and_name_the_photographer_in_a_remark(
        self,
    ) -> None:
        first, second = Photo.objects.filter(position__lte=2)
        assert (first.caption, first.session) == ("Guido Westerwelle and Sergey Lavrov", None)
        assert second.caption == "Anders Fogh Rasmussen and Guido Westerwelle welcome Sergey Lavrov"
        assert second.session is None
        assert [str(person) for person in first.people.all()] == ["Sergey Lavrov", "Guido Westerwelle"]
        assert second.people.count() == 3
        english = "Drawn stand-in for a photo by Thomas Trutschel, Photothek.net/AA."
        german = "Ersatzbild, gezeichnet nach einem Foto von Thomas Trutschel, Photothek.net/AA."
        assert first.remark_en == f"{english} The caption is a translation from the German."
        assert (second.remark_en, first.remark_de) == (english, german)
        assert second.remark_de == f"{german} Die Bildunterschrift ist aus dem Englischen übersetzt."
        with translation.override("de"):
            assert Photo.objects.get(position=1).caption == "Guido Westerwelle und Sergej Lawrow"

    def test_a_drawing_bears_no_name_of_a_photographer_and_has_its_own_rights(self) -> None:
        rights = Photo.objects.values_list("credit", "photographer", "copyright")
        own = ("Drawn stand-in, Plenary demonstration", "Plenary demonstration", "© Plenary demonstration")
        assert set(rights) == {own}

    def test_the_other_53_photos_say_that_they_are_stand_ins_and_show_no_one(self) -> None:
        others = Photo.objects.filter(position__gt=2)
        assert [photo.caption for photo in others] == [f"Stand-in picture {n} of 55" for n in range(3, 56)]
        assert not others.exclude(taken_on=None).exists()
        assert not others.filter(people__isnull=False).exists()
        with translation.override("de"):
            german = [photo.caption for photo in others.all()]
        assert german == [f"Ersatzbild {n} von 55" for n in range(3, 56)]

    def test_every_photo_has_an_alternative_text_of_its_own(self) -> None:
        for language, opening in (("en", "Drawing of "), ("de", "Zeichnung ")):
            with translation.override(language):
                alts = list(Photo.objects.values_list("alt", flat=True))
            assert len(set(alts)) == 55
            assert all(alt.startswith(opening) for alt in alts)
