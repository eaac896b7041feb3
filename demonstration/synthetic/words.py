"""Sentences in English and German without meaning, as long as on a real site."""

from random import Random
from typing import Final, NamedTuple


class Text(NamedTuple):
    """The same text in both languages."""

    en: str
    de: str

    def __add__(self, other: object) -> "Text":  # texts are joined, not tuples
        return Text(self.en + other.en, self.de + other.de) if isinstance(other, Text) else NotImplemented


def same(text: str) -> Text:
    """Return a text that is the same in both languages."""
    return Text(text, text)


def columns(**texts: Text) -> dict[str, str]:
    """Return the value of each column: of `title` that of `title_en` and `title_de`."""
    return {f"{field}_{code}": words for field, text in texts.items() for code, words in text._asdict().items()}


NOTHING: Final = same("")
TOPICS: Final = tuple(
    Text(*pair)
    for pair in (
        ("cyber security", "Cybersicherheit"),
        ("missile defence", "Raketenabwehr"),
        ("disarmament", "Abrüstung"),
        ("energy supply", "Energieversorgung"),
        ("maritime security", "Seesicherheit"),
        ("training", "Ausbildung"),
        ("air traffic", "Luftverkehr"),
        ("disaster relief", "Katastrophenhilfe"),
        ("reconstruction", "Wiederaufbau"),
        ("scientific cooperation", "Wissenschaftskooperation"),
        ("border management", "Grenzschutz"),
        ("public health", "Gesundheit"),
        ("counter-terrorism", "Terrorismusbekämpfung"),
        ("arms control", "Rüstungskontrolle"),
        ("climate protection", "Klimaschutz"),
        ("food security", "Ernährungssicherheit"),
        ("fisheries", "Fischerei"),
        ("water management", "Wasserwirtschaft"),
        ("space", "Weltraum"),
        ("trade", "Handel"),
        ("transport", "Verkehr"),
        ("migration", "Migration"),
        ("human rights", "Menschenrechte"),
        ("reform", "Reformen"),
    )
)
SUBJECTS: Final = (
    Text("The ministers", "Die Ministerinnen und Minister"),
    Text("The members", "Die Mitglieder"),
    Text("The participants", "Die Teilnehmenden"),
    Text("The delegations", "Die Delegationen"),
    Text("Several partners", "Mehrere Partner"),
    Text("The hosts of the meeting", "Die Gastgeber des Treffens"),
)
VERBS: Final = (
    Text(" discussed ", " erörterten "),
    Text(" welcomed ", " begrüßten "),
    Text(" reviewed ", " prüften "),
    Text(" stressed ", " betonten "),
    Text(" praised ", " würdigten "),
    Text(" described ", " beschrieben "),
)
OBJECTS: Final = (
    Text("the plan for joint exercises", "den Plan für gemeinsame Übungen"),
    Text("the progress of the common projects", "den Fortschritt der gemeinsamen Vorhaben"),
    Text("the need for closer cooperation", "die Notwendigkeit engerer Zusammenarbeit"),
    Text("the contributions of all partners", "die Beiträge aller Partner"),
    Text("the report of the working group", "den Bericht der Arbeitsgruppe"),
    Text("the situation in the region", "die Lage in der Region"),
    Text("the role of international organisations", "die Rolle internationaler Organisationen"),
    Text("the lessons of the past year", "die Lehren aus dem vergangenen Jahr"),
    Text("the budget of the coming years", "den Haushalt der kommenden Jahre"),
)
ENDINGS: Final = (
    Text(".", "."),
    Text(" and agreed to meet again within a year.", " und vereinbarten ein weiteres Treffen innerhalb eines Jahres."),
    Text(", as they had done at their last meeting.", ", wie schon bei ihrem letzten Treffen."),
    Text(", with a view to the coming years.", " mit Blick auf die kommenden Jahre."),
    Text(" in the presence of observers.", " in Gegenwart von Beobachtern."),
    Text(" and asked for a report by the end of the year.", " und baten um einen Bericht bis zum Jahresende."),
    Text(" in an open exchange.", " in einem offenen Austausch."),
)
GIVEN_NAMES: Final = ("Ana", "Boris", "Clara", "Dario", "Elif", "Femi", "Greta", "Hugo", "Ines", "Jonas", "Kaja", "Leo")
BEGINNINGS: Final = ("Nor", "Ves", "Mar", "Kal", "Bel", "Tor", "Lin", "Fer", "Gal", "Ost")
COUNTRY_ENDINGS: Final = (Text("land", "land"), Text("mark", "mark"), Text("avia", "avien"), Text("onia", "onien"))


def sentence(random: Random) -> Text:
    """Return one sentence."""
    parts = (random.choice(each) for each in (SUBJECTS, VERBS, OBJECTS, ENDINGS))
    return sum(parts, NOTHING)


def sentences(random: Random, number: int) -> Text:
    """Return some sentences with a blank between them."""
    made = [sentence(random) for _each in range(number)]
    return Text(" ".join(each.en for each in made), " ".join(each.de for each in made))


def paragraph(random: Random, number: int, ending: Text = NOTHING) -> Text:
    """Return a paragraph of rich text."""
    return same("<p>") + sentences(random, number) + ending + same("</p>")
