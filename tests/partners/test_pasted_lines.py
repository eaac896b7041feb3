"""Lines of names, offices and countries from texts, tables and lists."""

import pytest

from partners.pasted_people.lines import lines_of

MINISTER = ("Guido Westerwelle", "Foreign Minister", "Germany")
LINES = {
    "Guido Westerwelle, Foreign Minister, Germany": MINISTER,
    "Guido Westerwelle;Foreign Minister;Germany": MINISTER,
    "Guido Westerwelle\tForeign Minister\tGermany": MINISTER,
    "  1. Guido Westerwelle , Foreign Minister,Germany ": MINISTER,
    "• H.E. Mr. Guido Westerwelle, Foreign Minister, Germany": MINISTER,
    "\ufeffGuido\u00a0Westerwelle,\u00a0Foreign Minister, Germany\u200b": MINISTER,
    "Westerwelle, Guido; Foreign Minister; Germany": MINISTER,
    '"Westerwelle, Guido",Foreign Minister,Germany': MINISTER,
    "Ana Lim, Minister of Trade, Industry and Energy, Korea": (
        "Ana Lim",
        "Minister of Trade, Industry and Energy",
        "Korea",
    ),
    "Guido Westerwelle": ("Guido Westerwelle", "", ""),
    "Guido Westerwelle, Germany": ("Guido Westerwelle", "Germany", ""),
    "Guido Westerwelle\t\tGermany": ("Guido Westerwelle", "", "Germany"),
}


@pytest.mark.parametrize("text", LINES)
def test_a_line_is_split_at_what_separates_its_columns(text: str) -> None:
    assert [(line.name, line.office, line.country) for line in lines_of(text)] == [LINES[text]]


def test_empty_lines_and_headings_are_left_out_and_numbers_are_those_of_the_text() -> None:
    text = "Name\tOffice\tCountry\r\n\r\nA B\tX\tY\r\n \t \r\nC D\tX\tY\tauf Deutsch\r\n"
    assert [(line.number, line.name, line.further_offices) for line in lines_of(text)] == [
        (3, "A B", ()),
        (5, "C D", ("auf Deutsch",)),
    ]


def test_a_name_that_is_turned_round_is_its_own_sorting_name() -> None:
    (line,) = lines_of("Yang, Jiechi; Foreign Minister; China")
    assert (line.name, line.sort_name) == ("Jiechi Yang", "Yang, Jiechi")


def test_a_line_beyond_the_limit_is_not_taken_apart() -> None:
    (line,) = lines_of("A, " * 200)
    assert line.is_too_long
    assert line.office == ""
