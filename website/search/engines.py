"""Finds the entries that have the words of a question: by FTS5 on SQLite, by the text search of PostgreSQL.

Words are those of words.py, letters and digits alone, so nothing that anybody types is a sign of the databases' own
languages.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from publishing.reading import reading_connection


@dataclass(frozen=True)
class Term:
    """What is asked for: words that follow each other, in any of several spellings, or a longer word."""

    spellings: tuple[tuple[str, ...], ...]
    beginnings: tuple[str, ...] = ()  # of words that do as well


@dataclass(frozen=True)
class Condition:
    """An entry has all the wanted terms, and none of the others. Only in its title and its names, if that is asked."""

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
    """An entry that was found. More `rank` is better, among the hits of one question."""

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
# Of FTS5: the table of words gives the entries in the order of its own rank, of which less is better.
SQLITE: Final = (
    f"SELECT {COLUMNS}, -website_words.rank FROM website_words "  # noqa: S608
    "CROSS JOIN website_entry ON website_entry.id = website_words.rowid "
    "WHERE website_words MATCH %s AND ({where}){order} LIMIT %s"
)
# The weights are those of the parts D to A; 1 divides by the length, of which the logarithm is taken. PostgreSQL sorts
# all that have the words, and asks of the best whether `where` holds until there are enough: that costs more.
POSTGRESQL: Final = (
    f"SELECT {', '.join(Hit._fields)} FROM (SELECT {COLUMNS}, edition_id, needs, needs_id, "  # noqa: S608
    "ts_rank(ARRAY[0.1, 0.1, 0.5, 1.0]::real[], words, %s::tsquery, 1) AS rank FROM website_entry "
    "WHERE words @@ %s::tsquery{order}) AS website_entry WHERE {where} LIMIT %s"
)


def hits(condition: Condition, where: Where, limit: int, *, is_ranked: bool = True) -> list[Hit]:
    """Return the best entries that have the words and of which `where` holds, the best first; or any of them."""
    if not condition.wanted:
        return []
    connection = reading_connection()
    if connection.vendor == "postgresql":
        text, order = _tsquery(condition), " ORDER BY rank DESC" if is_ranked else ""
        statement, params = POSTGRESQL, [text, text, *where.params, limit]
    else:
        order = " ORDER BY website_words.rank" if is_ranked else ""
        statement, params = SQLITE, [_fts(condition), *where.params, limit]
    with connection.cursor() as cursor:
        cursor.execute(statement.format(where=where.sql, order=order), params)
        rows = cursor.fetchall()
    return [Hit._make((*row[:5], _day(row[5]), *row[6:])) for row in rows]


def _day(value: Any) -> date | None:
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
