"""Thirty questions of readers, each with the wanted result."""

from typing import Final, NamedTuple


class Wanted(NamedTuple):
    """A question with the reader's language and the kind and title of the result."""

    language: str
    typed: str
    kind: str
    title: str


QUESTIONS: Final = tuple(
    Wanted(*each)
    for each in (
        # Abbreviations
        ("en", "NRC", "format", "NATO-Russia Council"),
        ("de", "NRR", "format", "NATO-Russland-Rat"),
        ("en", "ngc statement", "statement", "Statement of the NATO-Georgia Commission"),
        ("de", "EU", "partner", "Europäische Union"),
        ("en", "SO4", "partner", "Synthetic Organisation for energy supply"),
        # Names, also as others write them, and former ones
        ("en", "Lavrov", "person", "Sergey Lavrov"),
        ("en", "Lawrow", "person", "Sergej Lawrow"),
        ("de", "Rasmussen", "person", "Anders Fogh Rasmussen"),
        ("en", "Turkiye", "partner", "Türkiye"),
        ("de", "Tschechische Republik", "partner", "Tschechien"),
        ("en", "Foreign Minister of Ukraine", "person", "Kostyantyn Hryschenko"),
        ("de", "Generalsekretär NATO", "person", "Anders Fogh Rasmussen"),
        ("en", "photo Westerwelle Lavrov", "photo", "Guido Westerwelle and Sergey Lavrov"),
        # Umlauts and ß
        ("de", "Aussenministertreffen Berlin", "meeting", "NATO-Außenministertreffen in Berlin"),
        ("de", "Raketenabwehr", "topic", "Raketenabwehr"),
        ("de", "konventionelle Ruestungskontrolle", "topic", "Konventionelle Rüstungskontrolle in Europa"),
        # Inflected
        ("en", "libyan statements", "statement", "Statement on Libya"),
        ("de", "Erklärungen Libyens", "statement", "Erklärung zu Libyen"),
        ("en", "partnership policies", "statement", "NATO’s new Partnership Policy"),
        ("de", "Strategiepapiere", "statement", "Strategiepapier zur neuen Partnerschaftspolitik"),
        (
            "en",
            "deterrence posture work plans",
            "statement",
            "Work plan for the review of NATO’s deterrence",
        ),
        (
            "en",
            "helicopter maintenance fund",
            "outcome",
            "Concrete plans, developed under German",
        ),
        # Misspelt
        ("en", "Westervelle", "person", "Guido Westerwelle"),
        ("en", "Afganistan", "topic", "Afghanistan"),
        ("de", "Abrüstng", "topic", "Abrüstung"),
        # Dates and places
        ("en", "Berlin April 2011", "meeting", "NATO Foreign Ministers in Berlin"),
        ("de", "14.4.2011", "meeting", "NATO-Außenministertreffen in Berlin"),
        ("en", "meetings in Germany 2011", "meeting", "NATO Foreign Ministers in Berlin"),
        # Generated
        ("en", "synthetic meeting 2", "meeting", "Synthetic meeting 2"),
        ("de", "Synthetischer Rat Raketenabwehr", "format", "Synthetischer Rat für Raketenabwehr"),
    )
)
