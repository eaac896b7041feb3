"""Every kind of page that readers meet, by address name, and where it is shown.

For whatever looks at every kind of page: the browser, budgets, benchmarks. Needs neither Django nor a browser.
"""

from typing import Final, NamedTuple

BERLIN: Final = "nato-foreign-ministers-berlin-2011"
REPORT: Final = "intensifying-natos-partnerships"

# What leads to the feed of the site.
FEED_ADDRESSES: Final = ("feed/", "rss/", "feed.xml", "rss.xml", "atom.xml")
TO_FEEDS: Final = ("to-feed", *(f"to-feed-from-{path}" for path in FEED_ADDRESSES))
# What answers with something other than a page, or sends the reader on.
NO_PAGES: Final = {
    *("root", "permalink", "favicon", "robots", "manifest", "sitemap", "sitemap-section"),
    *("healthz", "readyz", "metrics"),
    *("photo-file", "flag", "card", "edition-pdf", "gallery-zip"),
    *("feed", *TO_FEEDS, "suggestions", "opensearch"),
    *("api", "api-description", "to-developers", "security-contact"),
}
# What answers with the content of a page in another format.
FEEDS: Final = frozenset(
    f"{name}-atom"
    for name in (
        *("meetings", "sessions", "outcomes", "corrections", "partners", "statements", "articles", "galleries"),
        *("meeting", "session", "partner", "format", "person", "topic", "gallery"),
    )
)
CALENDARS: Final = frozenset({"meetings-ics", "sessions-ics", "meeting-ics", "session-ics"})
TABLES: Final = frozenset(
    f"{name}-csv"
    for name in (
        *("meetings", "sessions", "outcomes", "corrections", "partners", "statements", "articles", "galleries"),
    )
)
LISTS_OF_THE_API: Final = (
    *("meetings", "sessions", "outcomes", "statements", "articles", "galleries", "photos"),
    *("partners", "formats", "people", "topics", "corrections"),
)
DATA: Final = frozenset(
    (
        *(name.replace("-csv", "-json") for name in TABLES),
        *(f"api-{name}" for name in LISTS_OF_THE_API),
        *("api-meeting", "api-session", "api-outcome", "api-statement", "api-article", "api-gallery", "api-photo"),
        *("api-partner", "api-format", "api-person", "api-topic"),
    )
)
OTHER_FORMATS: Final = FEEDS | CALENDARS | TABLES | DATA | {"search-atom", "search-csv", "search-json"}


class Kind(NamedTuple):
    """A kind of page: its address's name, and the address's rest after the language.

    `path` is where the full site of the browser's tests shows the most of it, `demonstration` where the demonstration
    alone shows it, if elsewhere.
    """

    name: str
    path: str
    status: int = 200
    demonstration: str = ""


KINDS: Final = (
    Kind("home", ""),
    Kind("meetings", "meetings/"),
    Kind("meeting", f"meetings/{BERLIN}/"),
    Kind("session", f"meetings/{BERLIN}/afghanistan/", demonstration=f"meetings/{BERLIN}/nato-russia-council/"),
    Kind("sessions", "sessions/"),
    Kind("statements", "statements/"),
    Kind("statement", "statements/statement-on-libya/"),
    Kind("statement-version", "statements/corrected/v1/", demonstration="statements/statement-on-libya/v1/"),
    Kind(
        "statement-changes",
        "statements/corrected/changes/",
        demonstration="statements/statement-on-libya/changes/",
    ),
    Kind("articles", "articles/"),
    Kind("article", "articles/full/", demonstration=f"articles/{REPORT}/"),
    Kind("article-version", "articles/corrected/v2/", demonstration=f"articles/{REPORT}/v1/"),
    Kind("article-changes", "articles/corrected/changes/", demonstration=f"articles/{REPORT}/changes/"),
    Kind("galleries", "galleries/"),
    Kind("gallery", f"galleries/{BERLIN}/"),
    Kind("photo", f"galleries/{BERLIN}/{{photo}}/", demonstration=f"galleries/{BERLIN}/p9h3nb7vr/"),
    Kind("gallery-download", f"galleries/{BERLIN}/download/"),
    Kind("partners", "partners/"),
    Kind("partner", "partners/germany/"),
    Kind("format", "formats/north-atlantic-council/"),
    Kind("person", "people/guido-westerwelle/"),
    Kind("topic", "topics/afghanistan/", demonstration="topics/missile-defence/"),
    Kind("outcomes", "outcomes/"),
    Kind("corrections", "corrections/"),
    Kind("search", "search/?q=Berlin"),
    Kind("verify", "verify/"),
    Kind("developers", "developers/"),
    Kind("page", "pages/accessibility/", demonstration="pages/privacy/"),
)
# The same kinds in another state: with nothing on them, with a notice, withdrawn, filtered, missing.
STATES: Final = (
    Kind("meeting", "meetings/lisbon/"),
    Kind("meeting", "meetings/withdrawn/", 410),
    Kind("session", "meetings/lisbon/hour-1/"),
    Kind("statement", "statements/withdrawn/"),
    Kind("statement", "statements/statement-on-libya/?beside={other}"),
    Kind("articles", "articles/?page=2"),
    Kind("articles", "articles/?kind=transcript"),
    Kind("article", "articles/french-only/"),
    Kind("article", "articles/intensifying-natos-partnerships/"),
    Kind("gallery", "galleries/empty/"),
    Kind("gallery", f"galleries/{BERLIN}/?captions=1&person=guido-westerwelle"),
    Kind("partner", "partners/newcomer/"),
    Kind("format", "formats/empty-council/"),
    Kind("person", "people/unknown/"),
    Kind("topic", "topics/untouched/"),
    Kind("outcomes", "outcomes/?verb=thanked&year=2011"),
    Kind("outcomes", "outcomes/?verb=nowhere"),
    Kind("search", "search/"),
    Kind("search", "search/?q=quagmire&kind=topic"),
    Kind("search", "search/?q=Berlni"),
    Kind("search", "search/?q=Berlin&kind=photo&year=1999&language=en"),
    Kind("verify", f"verify/?hash={'0' * 64}"),
    Kind("page", "pages/out-of-date/"),
    Kind("", "nowhere/", 404),
)
NAMES: Final = [kind.name for kind in KINDS]


def address(name: str, language: str = "en") -> str:
    """Return the address of the demonstration's page of a kind."""
    kind = KINDS[NAMES.index(name)]
    return f"/{language}/{kind.demonstration or kind.path}"
