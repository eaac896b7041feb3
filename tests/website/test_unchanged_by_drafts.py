"""Drafts change no byte, header or ETag of an answer before they are public."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from publishing import verbs
from tests import factories as make
from tests.admin_forms import change, page, send
from tests.website.addresses import addresses_on, one_of_each_kind, visit, words_shown
from tests.website.stage import A_SECOND_BEFORE, EMBARGO, Stage, set_the_scene

pytestmark = pytest.mark.django_db

DRAFT: dict[str, Any] = {"state": "draft", "publish_at": None}


def words(field: str, word: str) -> dict[str, str]:
    return {f"{field}_en": word, f"{field}_de": word}


class Editor:
    """Two people at work on what is not public yet, around everything that is."""

    def __init__(self, stage: Stage) -> None:
        self.public = stage.public
        self.author, self.editor = make.make_user(role="author"), make.make_user()

    def save_a_draft_in_its_form(self) -> None:
        topic = make.make_topic(**DRAFT)
        self.public["session"].topics.add(topic)
        client = Client()
        client.force_login(self.author)
        send(client, change(topic), name_en="hush-0001", name_de="hush-0001")
        client.post(page(topic, "verb", topic.pk, "submit"), {})
        topic.refresh_from_db()
        assert (topic.name_en, topic.state) == ("hush-0001", "in_review")

    def submit_approve_and_schedule(self) -> None:
        person = make.make_person(**DRAFT, **words("name", "hush-0002"))
        self.public["photo"].people.add(person)
        verbs.submit(person, by=self.author)
        verbs.approve(person, by=self.editor)
        verbs.schedule(person, by=self.editor, at=EMBARGO)

    def schedule_with_all_that_goes_with_it(self) -> None:
        about = {"meeting": self.public["meeting"], **words("title", "hush-0003")}
        gallery = make.make_gallery(**DRAFT, **about)
        make.make_photo(gallery=gallery, session=self.public["session"], state="draft")
        verbs.schedule(gallery, by=self.editor, at=EMBARGO)

    def schedule_what_belongs_to_something_public(self) -> None:
        held = {"state": "draft", "release": "held_back"}
        session = make.make_session(meeting=self.public["meeting"], **held, **words("title", "hush-0004"))
        make.make_outcome(session=session, state="draft")
        verbs.approve(session, by=self.editor)
        verbs.schedule(session, by=self.editor, at=EMBARGO)

    def hold_back_and_unschedule_and_return(self) -> None:
        held = {"state": "draft", "release": "held_back"}
        photo = make.make_photo(gallery=self.public["gallery"], **held, **words("caption", "hush-0005"))
        verbs.schedule(photo, by=self.editor, at=EMBARGO)
        verbs.hold_back(photo, by=self.editor)
        page = make.make_page(**DRAFT, **words("title", "hush-0006"))
        verbs.schedule(page, by=self.editor, at=EMBARGO)
        verbs.unschedule(page, by=self.editor)
        verbs.return_for_changes(page, by=self.editor, reason="Not yet.")

    def begin_a_correction_and_schedule_it(self) -> None:
        for kind, language in (("statement", "en"), ("article", "de")):
            document = self.public[kind]
            live = document.editions.filter(language=language).first()
            texts = {"title": "hush-0007", "based_on": live, "language": language}
            draft = make.make_edition(document, **DRAFT | texts)
            verbs.submit(draft, by=self.author)
            verbs.schedule(draft, by=self.editor, at=EMBARGO, correction="major", note="hush-0008")

    def schedule_a_text_in_another_language(self) -> None:
        translation = make.make_edition(self.public["statement"], language="fr", **DRAFT | {"title": "hush-0009"})
        verbs.schedule(translation, by=self.editor, at=EMBARGO)


ALL_OF_IT = [name for name in vars(Editor) if not name.startswith("_")]
PUBLIC_THEN = {f"hush-000{n}" for n in (2, 3, 4, 7, 8, 9)}


def test_no_answer_changes_before_the_second_and_then_all_do_at_once() -> None:
    with time_machine.travel(A_SECOND_BEFORE, tick=False) as clock:
        stage = set_the_scene()
        editor = Editor(stage)
        before = visit(Client(), addresses_on(stage, ways=()))
        for work in ALL_OF_IT:
            getattr(editor, work)()
        after = visit(Client(), before)
        clock.move_to(EMBARGO)
        then = visit(Client(), one_of_each_kind(before))

    assert [request for request, answer in after.items() if answer != before[request]] == []
    assert {word for word in words_shown(then) if word.startswith("hush-")} == PUBLIC_THEN
