"""Two texts compared word by word: what stayed, what came, what went."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.texts.blocks import Block, Word, blocks_of, text_of
from publishing.texts.comparison import Change, ComparedBlock, Comparison, Folded, compare, compare_lines
from publishing.texts.markup import parse


def compared(old: str, new: str, **options: Any) -> Comparison:
    return compare(blocks_of(parse(old)), blocks_of(parse(new)), **options)


def shorthand(comparison: Comparison) -> list[str]:
    """Return blocks as tag and words, with deletions [-...] and insertions [+...]."""
    return [f"{block.tag}: {''.join(_pieces(block)).strip()}" for block in comparison.blocks]


def _pieces(block: ComparedBlock) -> Iterable[str]:
    for piece in block.pieces:
        space, text = " " if piece.spaced else "", text_of(piece.words)
        sign = {Change.ADDED: "+", Change.REMOVED: "-"}.get(piece.change)
        yield f"{space}[{sign}{text}]" if sign else f"{space}{text}"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("<p>On 14 April.</p>", "<p>On 15 April.</p>", ["p: On [-14] [+15] April."]),
        ("<p>They met.</p>", "<p>They met again.</p>", ["p: They met [+again]."]),
        ("<p>They met, twice.</p>", "<p>They met twice.</p>", ["p: They met[-,] twice."]),
        ("<p>10 %</p>", "<p>10%</p>", ["p: 10 [-%][+%]"]),
        ("<p>One</p>", "<p>One</p><p>Two</p>", ["p: One", "p: [+Two]"]),
        ("<p>One</p><p>Two</p>", "<p>Two</p>", ["p: [-One]", "p: Two"]),
        ("<p>Head</p>", "<h2>Head</h2>", ["p: [-Head]", "h2: [+Head]"]),
        ("<ul><li>a<li>b</ul>", "<ul><li>a<li>c</ul>", ["li: a", "li: [-b]", "li: [+c]"]),
        ("<ul><li><p>a</p></ul>", "<ul><li>a</ul>", ["li: a"]),
        ("<table><tr><th>a<td>1</table>", "<table><tr><th>a<td>2</table>", ["th: a", "td: [-1]", "td: [+2]"]),
        ("<p>a<br>b</p>", "<p>a b</p>", ["p: a[-\n] b"]),
        ("", "", []),
    ],
)
def test_changes_are_shown_word_by_word(old: str, new: str, expected: list[str]) -> None:
    assert shorthand(compared(old, new)) == expected


def test_a_changed_emphasis_is_a_change() -> None:
    (block,) = compared("<p>Not now, maybe later.</p>", "<p>Not <strong>now</strong>, maybe later.</p>").blocks

    assert [(piece.change, [(run.text, run.bold) for run in piece.runs]) for piece in block.pieces] == [
        ("equal", [("Not", False)]),
        ("removed", [("now", False)]),
        ("added", [("now", True)]),
        ("equal", [(", maybe later.", False)]),
    ]


def test_a_changed_target_of_a_link_is_a_change() -> None:
    old, new = (f'<p>See <a href="https://{host}.example/">the text</a> here.</p>' for host in "ab")

    (block,) = compared(old, new).blocks

    assert [(piece.change, [run.address for run in piece.runs]) for piece in block.pieces] == [
        ("equal", [""]),
        ("removed", ["https://a.example/"]),
        ("added", ["https://b.example/"]),
        ("equal", [""]),
    ]


def test_a_link_to_what_is_not_public_is_plain_text() -> None:
    body = parse('<p><a href="/id/t23456789">one</a> <a href="/id/t98765432">two</a></p>')

    (block,) = blocks_of(body, {"t23456789": "/en/topics/one/"})

    assert block == Block("p", (Word("one", (), "/en/topics/one/"), Word("two")))


def test_an_unsafe_link_is_plain_text() -> None:
    (block,) = blocks_of(parse('<p><a href="javascript:x()">one</a></p>'))

    assert block == Block("p", (Word("one"),))


def test_a_paragraph_that_moved_apart_is_still_compared_with_itself() -> None:
    old = "<p>The ministers met in Berlin today.</p><p>They spoke of Libya and of Afghanistan.</p>"
    new = "<p>Press release</p><p>The ministers met in Paris today.</p><p>They spoke of Libya and Kosovo.</p>"

    assert shorthand(compared(old, new)) == [
        "p: [+Press release]",
        "p: The ministers met in [-Berlin] [+Paris] today.",
        "p: They spoke of Libya and [-of Afghanistan] [+Kosovo].",
    ]


def test_long_runs_of_unchanged_blocks_are_folded_but_not_those_beside_a_change() -> None:
    same = [f"<p>Paragraph {n}.</p>" for n in range(9)]

    shown = compared("".join(same), "".join([*same[:5], "<p>A new one here.</p>", *same[5:]])).folded

    assert [each.count if isinstance(each, Folded) else text_of(each.pieces[0].words) for each in shown] == [
        4,
        "Paragraph 4.",
        "A new one here.",
        "Paragraph 5.",
        3,
    ]


def test_one_unchanged_block_is_shown_and_not_folded() -> None:
    assert not any(isinstance(each, Folded) for each in compared("<p>a</p><p>b</p>", "<p>a</p><p>c</p>").folded)


def test_equal_texts_have_no_changes() -> None:
    assert not compared("<p>Same</p>", "<p>Same</p>").has_changes
    assert not compare_lines("Same", "Same").has_changes


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Statement on Libya", "Joint statement on Libya", ["p: [-Statement] [+Joint statement] on Libya"]),
        ("Title", "Another one", ["p: [-Title] [+Another one]"]),
        ("", "A <b>summary", ["p: [+A <b>summary]"]),
        ("", "", []),
    ],
)
def test_titles_and_summaries_are_compared_word_by_word(old: str, new: str, expected: list[str]) -> None:
    assert shorthand(compare_lines(old, new)) == expected


def test_when_the_effort_is_used_up_what_differs_is_shown_as_replaced_whole() -> None:
    old, new = "<p>a b c d e f</p>", "<p>a x c y e f</p>"

    assert shorthand(compared(old, new)) == ["p: a [-b] [+x] c [-d] [+y] e f"]
    assert shorthand(compared(old, new, effort=2)) == ["p: a [-b c d] [+x c y] e f"]


def test_a_line_break_that_came_is_marked() -> None:
    (block,) = compared("<p>one two three</p>", "<p>one two<br> three</p>").blocks

    assert [run.text for piece in block.pieces if piece.change == "added" for run in piece.runs] == ["↵\n"]


WORDS = st.lists(
    st.sampled_from(["a", "b", "c", ",", "10%", "people’s", "<b>", "</b>", "<i>", "<br>", " "]), max_size=25
)
BLOCKS = st.lists(st.tuples(st.sampled_from(["p", "h2", "li"]), WORDS.map(" ".join) | WORDS.map("".join)), max_size=8)
BODIES = BLOCKS.map(lambda blocks: "".join(f"<{tag}>{words}</{tag}>" for tag, words in blocks))


def side(comparison: Comparison, kept: Change) -> list[tuple[str, list[Word]]]:
    """Return the blocks' equal words and those of the kept kind; no empty blocks."""
    blocks = [
        (
            block.tag,
            [word for piece in block.pieces if piece.change in {Change.EQUAL, kept} for word in piece.words],
        )
        for block in comparison.blocks
    ]
    return [(tag, words) for tag, words in blocks if words]


@given(old=BODIES, new=BODIES, effort=st.integers(min_value=0, max_value=200))
def test_equal_and_added_words_are_the_new_text_and_equal_and_removed_ones_the_old(
    old: str, new: str, effort: int
) -> None:
    before, after = blocks_of(parse(old)), blocks_of(parse(new))

    for comparison in (compare(before, after), compare(before, after, effort=effort)):
        assert side(comparison, Change.ADDED) == [(block.tag, [*block.words]) for block in after]
        assert side(comparison, Change.REMOVED) == [(block.tag, [*block.words]) for block in before]


@given(body=BODIES)
def test_nothing_changed_between_a_text_and_itself(body: str) -> None:
    assert not compared(body, body).has_changes
