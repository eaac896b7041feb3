"""The spellings and inflections of a word share a stem; any text is a question."""

import pytest

from website.search.engines import Term
from website.search.question import read
from website.search.words import stems_of, variants, words_of


@pytest.mark.parametrize(
    "spellings",
    [
        ("Außenminister", "Aussenminister", "AUSSENMINISTER", "Außenministers", "Außenministerinnen"),
        ("Österreich", "Oesterreich", "Osterreich", "ÖSTERREICH", "O\u0308sterreich"),
        ("Erdoğan", "Erdogan", "ERDOGAN"),
        ("Räte", "Raete"),
        ("policy", "policies", "Policies"),
        ("people’s", "people's"),
        ("café", "cafe"),
        ("²", "2"),
    ],
)
def test_spellings_of_a_word_have_a_stem_in_common(spellings: tuple[str, ...]) -> None:
    assert set.intersection(*({*variants(each)} for each in spellings))


def test_languages_are_stemmed_by_their_own_rules() -> None:
    assert stems_of("Erklärungen zu den Beschlüssen", "de") == ["erklar", "beschluss"]
    assert stems_of("statements on the decisions", "en") == ["statement", "decis"]
    assert stems_of("les déclarations", "fr") == ["le", "declar"]
    assert stems_of("заявления совета", "ru") == ["заявлен", "совет"]
    assert stems_of("kuulutused", "et") == ["kuulutused"]


def test_words_say_where_they_are_in_the_original() -> None:
    text = "NATO’s “Räte”, 2011"

    assert [text[word.start : word.end] for word in words_of(text, "de")] == ["NATO’s", "Räte", "2011"]


def stems(typed: str) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    question = read(typed)
    return [each.spellings[0] for each in question.wanted], [each.spellings[0] for each in question.unwanted]


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        ("NATO-Russia Council", [("nato",), ("russia",), ("council",)], []),
        ('"Foreign Ministers" Berlin', [("foreign", "minist"), ("berlin",)], []),
        ("„Außenminister in Berlin“", [("aussenminist", "berlin")], []),
        ("Libya -Gaddafi", [("libya",)], [("gaddafi",)]),
        ('Libya -"no fly zone"', [("libya",)], [("no", "fli", "zone")]),
        ("15.4.2011", [("20110415",)], []),
        ("2011-04-15", [("20110415",)], []),
        ("15/04/2011, 04/2011", [("20110415",), ("201104",)], []),
        ("the of und", [], []),
        ("-", [], []),
        ('"" "', [], []),
        ("a - b", [("b",)], []),
        ("x\0y", [("x",), ("y",)], []),
        ("مرحبا", [("مرحبا",)], []),
    ],
)
def test_what_is_typed_becomes_terms(
    typed: str, wanted: list[tuple[str, ...]], unwanted: list[tuple[str, ...]]
) -> None:
    assert stems(typed) == (wanted, unwanted)


def test_long_words_find_longer_ones_and_short_ones_only_with_a_star() -> None:
    assert read("Afghan").wanted == (Term((("afghan",),), ("afghan",)),)
    assert read("Rat").wanted == (Term((("rat",),)),)
    assert read("Rat*").wanted == (Term((("rat",),), ("rat",)),)
    assert read("20110").wanted == (Term((("20110",),)),)


def test_a_long_question_is_shortened_and_says_so() -> None:
    question = read(" ".join(f"word{number}" for number in range(3_000)))

    assert (len(question.wanted), question.is_shortened) == (16, True)
    assert not read("word " * 20).is_shortened
