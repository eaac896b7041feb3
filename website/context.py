"""The context processor for the header and footer of public pages."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from publishing.addresses import absolute, path_of
from publishing.languages import LANGUAGES, reader_language
from publishing.models import Office, Page
from publishing.previews import moment_of, preview_of_request, true_path
from website.held import held
from website.menu import FOOT, MENU, foot_link, list_link
from website.reads.office import office_of, pages_of

HELP_PAGE: Final = "accessibility"


@dataclass(frozen=True)
class MenuEntry:
    """A section of the site; its aria-current is "page", "true" within it, or empty."""

    title: str
    url: str
    current: str

    @property
    def is_current(self) -> bool:
        return bool(self.current)


@dataclass(frozen=True)
class LanguageLink:
    """The same page in a language of the site; `absolute_url` has no filters."""

    code: str
    name: str
    url: str
    absolute_url: str
    is_current: bool


class Site:
    """The site as templates see it; values are read on use, in at most two queries."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.language = reader_language()
        self.at = moment_of(request)

    @cached_property
    def office(self) -> Office:
        return office_of(self.request)

    @cached_property
    def pages(self) -> list[Page]:
        return pages_of(self.request)

    @property
    def wordmark(self) -> tuple[str, str]:
        """The wordmark without its final full stop, and the full stop if there is one."""
        text = self.office.wordmark.removesuffix(".")
        return text, self.office.wordmark.removeprefix(text)

    @property
    def home_url(self) -> str:
        return path_of("home")

    @property
    def search_url(self) -> str:
        return path_of("search")

    @property
    def feed_url(self) -> str:
        return path_of("feed")

    @property
    def menu(self) -> list[MenuEntry]:
        links = held(self.request, ("menu", self.language), lambda: list(map(list_link, MENU)))
        return [MenuEntry(title, url, self._current(url)) for title, url in links]

    @property
    def foot(self) -> list[tuple[str, str]]:
        """The title and address of each foot link; a preview has none for developers."""
        links: list[tuple[str, str]] = held(self.request, ("foot", self.language), lambda: list(map(foot_link, FOOT)))
        return links[:-1] if preview_of_request(self.request) else links

    @cached_property
    def languages(self) -> list[LanguageLink]:
        return [self._link(code) for code in LANGUAGES]

    @property
    def canonical(self) -> str:
        """The absolute address of this page, without filters."""
        return absolute(self.request.path + self._page_of_list())

    @property
    def barrier_url(self) -> str:
        """The link to report an accessibility barrier: a mail that names this page.

        Without a mail address, the contact page. Empty without either.
        """
        if not self.office.email:
            return next((page.get_absolute_url() for page in self.pages if page.slug == HELP_PAGE), "")
        subject = quote(_("Barrier on your site"))
        body = quote(absolute(true_path(self.request, self.request.path)))
        return f"mailto:{self.office.email}?subject={subject}&body={body}"

    def _current(self, url: str) -> str:
        if self.request.path == url:
            return "page"
        return "true" if self.request.path.startswith(url) else ""

    def _link(self, code: str) -> LanguageLink:
        path = self._path_in(code)
        query = self.request.META.get("QUERY_STRING", "")
        return LanguageLink(
            code=code,
            name=get_language_info(code)["name_local"],
            url=f"{path}?{query}" if query else path,
            absolute_url=absolute(path + self._page_of_list()),
            is_current=code == self.language,
        )

    def _path_in(self, code: str) -> str:
        """Return the path of this page in the language: only the prefix differs."""
        here, prefix = self.request.path_info, f"/{self.language}/"
        rest = here.removeprefix(prefix) if here.startswith(prefix) else ""
        return f"{get_script_prefix()}{code}/{rest}"

    def _page_of_list(self) -> str:
        page = self.request.GET.get("page", "")
        return f"?page={page}" if page.isdecimal() else ""


def site(request: HttpRequest) -> dict[str, Site]:
    """Add `site` to the context."""
    return {"site": Site(request)}
