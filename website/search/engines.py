"""Finds the entries with the words of a question, by FTS5 or by PostgreSQL.

Words are those of words.py, letters and digits alone, so nothing that anybody types is a sign of the databases' own
languages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from publishing.reading import reading_connection


@dataclass(frozen=True)
class Term:
    """Words that follow each other, in any of several spellings, or a longer word."""

    spellings: tuple[tuple[str, ...], ...]
    beginnings: tuple[str, ...] = ()  # of longer words that are found, too


@dataclass(frozen=True)
class Condition:
    """The terms that an entry must and must not have, if asked in its names alone."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...] = ()
    in_names: bool = False


class Where(NamedTuple):
    """A condition for entries in SQL, and its parameters. See scopes.py."""

    sql: str
    params: tuple[Any, ...] = ()

    def __and__(self, other: "Where") -> "Where":
        return Where(f"({self.sql}) AND ({other.sql})", self.params + other.params)


class Hit(NamedTuple):
    """An entry that was found. More `rank` is better, from 0 to 1."""

    id: int
    kind: str
    object_id: int
    public_id: str
    language: str
    day: date | None
    title_words: str
    names_words: str
    rank: float


COLUMNS: Final = ", ".join(f"website_entry.{name}" for name in Hit._fields[:-1])
# A word of the title counts three times, one of the names twice. Two blanks between them, since
# `_count` removes a word together with the blanks around it, and the next one may be the same.
WEIGHED_WORDS: Final = " || '  ' || ".join(
    [*["website_entry.title_words"] * 3, *["website_entry.names_words"] * 2, "website_entry.body_words"]
)
LENGTH: Final = "LENGTH(website_entry.title_words || website_entry.names_words || website_entry.body_words)"
HALF: Final = 500  # letters of an entry in which a word counts half as much as in a short one
# Of FTS5: the table of words gives the entries in the order of its own rank, of which less is better.
SQLITE: Final = (
    "SELECT {columns} FROM website_words CROSS JOIN website_entry ON website_entry.id = website_words.rowid "
    "WHERE website_words MATCH %s AND ({where}){order} LIMIT %s"
)
SQLITE_ORDER: Final = " ORDER BY website_words.rank"
# PostgreSQL sorts all entries with the words, then checks `where` for the best until there are enough, since checking
# costs more than sorting. The weights are those of the parts D to A; 1 divides by the logarithm of the length.
POSTGRESQL: Final = (
    f"WITH best AS (SELECT id FROM (SELECT {COLUMNS}, edition_id, needs, needs_id FROM website_entry "  # noqa: S608
    "WHERE words @@ %s::tsquery{order}) AS website_entry WHERE {where} LIMIT %s) "
    "SELECT {columns} FROM website_entry JOIN best USING (id)"
)
POSTGRESQL_ORDER: Final = " ORDER BY ts_rank(ARRAY[0.1, 0.1, 0.5, 1.0]::real[], words, %s::tsquery, 1) DESC"


def hits(condition: Condition, where: Where, limit: int) -> list[Hit]:
    """Return the best entries with the words for which `where` holds, best first.

    The database chooses them if there are more than the limit. They are ranked here, by their own words alone, since
    FTS5 weighs a word by how rare it is in all entries, also in those that are not public.
    """
    counts = [_count(term) for term in condition.wanted]
    columns = Where(
        ", ".join([COLUMNS, LENGTH, *(each.sql for each in counts)]), sum((each.params for each in counts), ())
    )
    end = len(Hit._fields) - 1
    rows = _rows(columns, condition, where, limit, is_ordered=True)
    found = [Hit._make((*row[:5], _day(row[5]), *row[6:end], _rank(row[end], row[end + 1 :]))) for row in rows]
    return sorted(found, key=lambda hit: (-hit.rank, hit.public_id, hit.language))


def finds_any(condition: Condition, where: Where) -> bool:
    """Return whether an entry has the words and meets `where`."""
    return bool(_rows(Where("1"), condition, where, 1, is_ordered=False))


def _rows(columns: Where, condition: Condition, where: Where, limit: int, *, is_ordered: bool) -> list[Any]:
    if not condition.wanted:
        return []
    connection = reading_connection()
    params: list[Any]
    if connection.vendor == "postgresql":
        match = _tsquery(condition)
        statement, order = POSTGRESQL, POSTGRESQL_ORDER if is_ordered else ""
        params = [match, *([match] if is_ordered else []), *where.params, limit, *columns.params]
    else:
        statement, order = SQLITE, SQLITE_ORDER if is_ordered else ""
        params = [*columns.params, _fts(condition), *where.params, limit]
    with connection.cursor() as cursor:
        cursor.execute(statement.format(columns=columns.sql, where=where.sql, order=order), params)
        return cursor.fetchall()


def _count(term: Term) -> Where:
    """Return, in SQL, how often an entry has the term, from its length without it."""
    texts = [*(f" {' '.join(words)} " for words in term.spellings), *(f" {begun}" for begun in term.beginnings)]
    text = f"' ' || {WEIGHED_WORDS} || ' '"
    counts = [f"(LENGTH({text}) - LENGTH(REPLACE({text}, %s, ''))) / {len(each)}" for each in texts]
    return Where(" + ".join(counts), tuple(texts))


def _rank(length: int, counts: Sequence[int]) -> float:
    """Return how well an entry fits: more uses of each term and shorter is better."""
    shortness = HALF / (HALF + length)
    weighed = [count * shortness for count in counts]
    return sum(each / (each + 1) for each in weighed) / len(weighed)


def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _fts(condition: Condition) -> str:
    columns = "{title_words names_words} : " if condition.in_names else ""
    wanted = " AND ".join(_fts_term(term) for term in condition.wanted)
    return f"{columns}({wanted})" + "".join(f" NOT {_fts_term(term)}" for term in condition.unwanted)


def _fts_term(term: Term) -> str:
    whole = [f'"{" ".join(words)}"' for words in term.spellings]
    return f"({' OR '.join([*whole, *(f'"{begun}"*' for begun in term.beginnings)])})"


def _tsquery(condition: Condition) -> str:
    weights = "AB" if condition.in_names else ""
    wanted = [_tsquery_term(term, weights) for term in condition.wanted]
    return " & ".join([*wanted, *(f"!{_tsquery_term(term, weights)}" for term in condition.unwanted)])


def _tsquery_term(term: Term, weights: str) -> str:
    labels = f":{weights}" if weights else ""
    whole = [" <-> ".join(f"'{word}'{labels}" for word in words) for words in term.spellings]
    return f"({' | '.join([*whole, *(f"'{begun}':*{weights}" for begun in term.beginnings)])})"
