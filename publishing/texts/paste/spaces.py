"""Spaces in pasted text: repeated, non-breaking and invisible characters."""

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

NBSP: Final = "\u00a0"
NARROW: Final = "\u202f"
GAP: Final = "\ufffc"  # in the place of what was left out of the text
LINE_BREAK: Final = "\n"
NOTE: Final = "\ufffd"  # in the place of a reference to a footnote

INVISIBLE: Final = re.compile("[\u00ad\u200b\u200c\u2060\ufeff\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]")
NO_BREAK: Final = re.compile(f"[{NBSP}{NARROW}]")
UNITS: Final = (
    r"(?:[%‰€$£¥°′″]|°[CF]|[kcm]?m[²³]?|k?m/h|[km]?g|t|h[al]?|[kMGT]?(?:Wh?|B|bit|Hz|eV|V)|kt|bbl|min|s|pp"
    r"|(?:Mio|Mrd|Bio|Tsd|Mill|mn|bn|tn|Std|Min|Stck)\.?|(?:m|b|tr)illions?|(?:Milli|Billi)(?:on|onen|arde|arden)"
    r"|milli(?:on|ons|ard|ards)|per\scent|percent|Prozent|Euro?s?|EUR|USD|GBP|CHF|JPY|Dollars?|dollars?|Uhr|a\.m\.|p\.m\.)"
)
NUMBERED: Final = (
    r"(?:§{1,2}|Nr\.|No\.|Nos\.|n°|Art\.|Arts\.|Abs\.|Ziff\.|para\.|paras\.|Para\.|Kap\.|Ch\.|pp?\.|S\.|Bd\.|vol\."
    r"|Vol\.|Fn\.|fig\.|Fig\.|Abb\.|Tab\.|€|\$|£|EUR|USD|GBP|CHF)"
)
TITLES: Final = (
    r"(?:(?:Mr|Mrs|Ms|Mx|Dr|Prof|St|Sr|Jr|Hon|Rev|Gen|Col|Amb|Sen|Rep|Gov|Lt|Maj|Capt|Mme|Mmes|Mlle|MM|Herrn?|Frau)\.?"
    r"|H\.\s?E\.|S\.\s?E\.|[A-ZÄÖÜ]\.)"
)
CAPITAL: Final = r"[A-ZÀ-ÖØ-Þ]"
# A space between two of these stays, each given as the end of the text before it and the start of the text after.
BELONGING: Final = tuple(
    (re.compile(rf"{before}\Z"), re.compile(after))
    for before, after in (
        (r"\d", rf"{UNITS}(?!\w)"),  # 5 km
        (r"(?:Mio|Mrd|Bio)\.|illi(?:on|onen|arde|arden|ons)", r"Euro|EUR|USD|Dollar|dollar|€"),
        (r"(?<!\d)\d{1,3}(?:.\d{3})*", r"\d{3}(?!\d)"),  # 10 000
        (rf"(?<!\w){NUMBERED}", r"[\dIVX]"),  # Art. 5
        (rf"(?<!\w){TITLES}", CAPITAL),  # Dr. Weber, J. Weber
        (rf"{CAPITAL}\w+\.?", r"[IVX]+(?!\w)"),  # Carl XVI
        (r"\b[zdu]\.", r"[BhaÄ]\."),  # z. B.
        (r"[\w)%.”’]", r"[;:!?»]"),  # French
        (r"«", r"\S"),
    )
)
TWO_CAPITALS: Final = (re.compile(rf"(?<!\w){CAPITAL}[\w’'-]+\Z"), re.compile(rf"{CAPITAL}\w"))
MOST_IN_NAMES: Final = 0.2  # of all blanks: where more are non-breaking, they say nothing about names


class Run(NamedTuple):
    """Characters with the same marks; `note` is the key if they refer to a footnote."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""
    note: str = ""


class Tidied(NamedTuple):
    """The runs as they should be, and how much was changed in them."""

    runs: list[Run]
    no_breaks: int = 0
    unseen: int = 0


def tidied(runs: Sequence[Run]) -> Tidied:
    """Return the runs of a paragraph with single blanks, none at the ends of lines."""
    line = _Line(runs)
    unseen = line.sub(INVISIBLE, lambda _match: "")
    line.sub(re.compile("[\u2007\u2009]"), lambda _match: NARROW)
    line.sub(re.compile(r"[\t\r\f\u2028\u2029\u3000\u2000-\u200a]"), lambda _match: " ")
    noisy = len(NO_BREAK.findall(line.text)) > MOST_IN_NAMES * len(re.findall(r"\s", line.text))
    no_breaks = line.sub(NO_BREAK, lambda match: match.group() if _belongs(match, noisy=noisy) else " ")
    line.sub(re.compile(r"[ \u00a0\u202f]{2,}"), lambda _match: " ")
    line.sub(re.compile(rf" *{GAP}+ *(?=[.,;:!?)\]”]|\Z)"), lambda _match: "")
    line.sub(re.compile(rf" *{GAP}[ {GAP}]*"), lambda match: " " if " " in match.group() else "")
    line.sub(re.compile(r"[ \u00a0]*\n[ \u00a0]*"), lambda _match: LINE_BREAK)
    line.sub(re.compile(r"\A[\s\u00a0]+|[\s\u00a0]+\Z"), lambda _match: "")
    return Tidied(line.runs(), no_breaks, unseen)


def _belongs(match: re.Match[str], *, noisy: bool) -> bool:
    """Whether no line may break here: number and unit, names, French punctuation."""
    text, place = match.string, match.start()
    before, after = text[max(0, place - 20) : place], text[match.end() : match.end() + 20]
    rules = [*BELONGING, *([] if noisy else [TWO_CAPITALS])]
    return any(start.search(before) and end.match(after) for start, end in rules)


class _Line:
    """A paragraph's text as one string, with the run that each character belongs to."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.sources = list(runs)
        self.text = "".join(run.text for run in runs)
        self.owners = [place for place, run in enumerate(runs) for _character in run.text]

    def sub(self, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]) -> int:
        """Replace what matches; return how often that changed something."""
        parts: list[str] = []
        owners: list[int] = []
        done = changed = 0
        for match in pattern.finditer(self.text):
            new = replace(match)
            changed += new != match.group()
            parts += [self.text[done : match.start()], new]
            owners += self.owners[done : match.start()]
            owners += [self.owners[match.start()]] * len(new) if new else []
            done = match.end()
        self.text = "".join([*parts, self.text[done:]])
        self.owners = [*owners, *self.owners[done:]]
        return changed

    def runs(self) -> list[Run]:
        found: list[Run] = []
        last = -1
        for character, owner in zip(self.text, self.owners, strict=True):
            if owner == last:
                found[-1] = found[-1]._replace(text=found[-1].text + character)
            else:
                found.append(self.sources[owner]._replace(text=character))
                last = owner
        return found
