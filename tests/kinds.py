"""One page of each kind, by the names of the addresses, as the demonstration has it.

For whatever looks at every kind of page: budgets, benchmarks, the browser. Django has to be set up.
"""

from typing import Final

from django.urls import reverse
from django.utils import translation

from config.urls import IN_EACH_LANGUAGE

BERLIN: Final = "nato-foreign-ministers-berlin-2011"
LIBYA: Final = "statement-on-libya"
REPORT: Final = "intensifying-natos-partnerships"
NO_PAGES: Final = {"gallery-zip", "manifest"}

# What is in the address of a kind; nothing, where it is not named here.
ARGUMENTS: Final[dict[str, tuple[str | int, ...]]] = {
    "meeting": (BERLIN,),
    "session": (BERLIN, "nato-russia-council"),
    "statement": (LIBYA,),
    "statement-version": (LIBYA, 1),
    "statement-changes": (LIBYA,),
    "article": (REPORT,),
    "article-version": (REPORT, 1),
    "article-changes": (REPORT,),
    "gallery": (BERLIN,),
    "photo": (BERLIN, "p9h3nb7vr"),
    "gallery-download": (BERLIN,),
    "partner": ("germany",),
    "format": ("north-atlantic-council",),
    "person": ("guido-westerwelle",),
    "topic": ("missile-defence",),
    "page": ("privacy",),
}
KINDS: Final = [name for name in (str(pattern.name) for pattern in IN_EACH_LANGUAGE) if name not in NO_PAGES]


def address(kind: str, language: str = "en") -> str:
    """Return the address of the demonstration's page of a kind."""
    with translation.override(language):
        return reverse(kind, args=ARGUMENTS.get(kind, ()))
