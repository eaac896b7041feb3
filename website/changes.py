"""The changes between the versions of a document, for its changes page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from publishing.models import Edition
from publishing.texts.blocks import Block, blocks_of
from publishing.texts.comparison import EFFORT, Comparison, compare, compare_lines
from publishing.texts.markup import Element, linked_ids, parse
from website.reads.targets import targets
from website.reads.withdrawal_notices import WithdrawalNotice
from website.texts import address_for_reader, version_address


@dataclass(frozen=True)
class Changes:
    """The changes since version `since`; `passed_over` are withdrawn ones between."""

    since: int
    passed_over: list[int]
    title: Comparison
    summary: Comparison
    body: Comparison
    pdf: bool

    @property
    def any(self) -> bool:
        return self.pdf or any(part.has_changes for part in (self.title, self.summary, self.body))


@dataclass(frozen=True)
class VersionEntry:
    """A version on the changes page; one published in error has no words."""

    edition: Edition
    url: str
    note: str
    hidden_by: WithdrawalNotice | None
    withdrawals: list[WithdrawalNotice]
    changes: Changes | None


@dataclass(frozen=True)
class Text:
    """The words of an edition, with the body parsed."""

    title: str
    summary: str
    body: list[Block]
    pdf: str


def entries(
    rows: Sequence[Any], words: Mapping[int, Edition], withdrawals: Iterable[WithdrawalNotice], *, at: datetime
) -> list[VersionEntry]:
    """Return an entry for each row of one language, newest first; up to two queries."""
    notices = list(withdrawals)
    texts = _texts(words, at)
    made: list[VersionEntry] = []
    before: Any = None
    passed_over: list[int] = []
    for row in reversed(rows):
        changes = None
        if row.pk in texts:
            if before is not None:
                changes = _changes(before, row, texts, passed_over)
            before, passed_over = row, []
        else:
            passed_over.append(row.version)
        made.append(_entry(row, words.get(row.pk), notices, changes))
    return made[::-1]


def _texts(words: Mapping[int, Edition], at: datetime) -> dict[int, Text]:
    bodies: dict[int, Element] = {pk: parse(edition.body) for pk, edition in words.items()}
    ids = {public_id for body in bodies.values() for public_id in linked_ids(body)}
    addresses = {public_id: target.url for public_id, target in targets(ids, at).items()}
    return {
        pk: Text(
            edition.title,
            edition.summary,
            blocks_of(bodies[pk], addresses),
            edition.pdf.name or "",
        )
        for pk, edition in words.items()
    }


def _changes(before: Any, row: Any, texts: Mapping[int, Text], passed_over: list[int]) -> Changes:
    old, new = texts[before.pk], texts[row.pk]
    return Changes(
        since=before.version,
        passed_over=passed_over,
        title=compare_lines(old.title, new.title),
        summary=compare_lines(old.summary, new.summary),
        body=compare(old.body, new.body, effort=EFFORT // len(texts)),  # limited to the length of a page
        pdf=old.pdf.rpartition("/")[2] != new.pdf.rpartition("/")[2],  # the name is the hash of the content
    )


def _entry(
    row: Edition, worded: Edition | None, notices: list[WithdrawalNotice], changes: Changes | None
) -> VersionEntry:
    own = [each for each in notices if each.public_id == row.public_id]
    hidden_by = None if worded else next((each for each in own if each.hides), None)
    return VersionEntry(
        edition=row,
        url=address_for_reader(row.language, version_address(row)) if worded else "",
        note=worded.correction_note if worded else "",
        hidden_by=hidden_by,
        withdrawals=[each for each in own if each is not hidden_by],
        changes=changes,
    )
