"""The public addresses, with and without a language prefix."""

from collections.abc import Iterator
from typing import Any, Final

from django.urls import URLPattern, path, register_converter

from meetings.models import Meeting, Session, Topic
from partners.models import Format, Partner, Person
from photos.models import Gallery
from publishing.models import Content
from publishing.public_ids import ALPHABET, LENGTH
from website.api.resources import RESOURCES, Resource
from website.views import (
    api,
    corrections,
    developers,
    documents,
    downloads,
    editions,
    feeds,
    galleries,
    home,
    manifest,
    media,
    meetings,
    outcomes,
    pages,
    partners,
    permalink,
    search,
    sitemap,
    verify,
)


class PublicIdConverter:
    """A public id. Other addresses are refused without a query."""

    regex = f"[a-z][{ALPHABET}]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class HashConverter(PublicIdConverter):
    """The part of a content hash used in addresses."""

    regex = "[0-9a-f]{16}"


class SizeConverter(PublicIdConverter):
    """The name of a photo file's size: the original, or a rendition's width."""

    regex = "original|[0-9]{2,5}"


class VersionConverter:
    """The n of v<n>, without leading zeros."""

    regex = "[1-9][0-9]{0,5}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(PublicIdConverter, "public_id")
register_converter(HashConverter, "hash")
register_converter(SizeConverter, "size")
register_converter(VersionConverter, "version")

localized: list[URLPattern] = [
    path("", home.Home.as_view(), name="home"),
    path("site.webmanifest", manifest.Manifest.as_view(), name="manifest"),
    path("meetings/", meetings.MeetingList.as_view(), name="meetings"),
    path("meetings/<slug:slug>/", meetings.MeetingPage.as_view(), name="meeting"),
    path("meetings/<slug:meeting__slug>/<slug:slug>/", meetings.SessionPage.as_view(), name="session"),
    path("sessions/", meetings.SessionList.as_view(), name="sessions"),
    path("outcomes/", outcomes.OutcomeList.as_view(), name="outcomes"),
    path("search/", search.SearchPage.as_view(), name="search"),
    path("search/suggestions", search.Suggestions.as_view(), name="suggestions"),
    path("opensearch.xml", search.OpenSearch.as_view(), name="opensearch"),
    path("verify/", verify.VerifyPage.as_view(), name="verify"),
    path("corrections/", corrections.CorrectionList.as_view(), name="corrections"),
    path("partners/", partners.PartnerList.as_view(), name="partners"),
    path("partners/<slug:slug>/", partners.PartnerPage.as_view(), name="partner"),
    path("formats/<slug:slug>/", partners.FormatPage.as_view(), name="format"),
    path("people/<slug:slug>/", partners.PersonPage.as_view(), name="person"),
    path("topics/<slug:slug>/", partners.TopicPage.as_view(), name="topic"),
    path("pages/<slug:slug>/", pages.FixedPage.as_view(), name="page"),
    path("statements/", documents.StatementList.as_view(), name="statements"),
    path("statements/<slug:slug>/", documents.StatementPage.as_view(), name="statement"),
    path(
        "statements/<slug:slug>/v<version:version>/",
        editions.StatementVersion.as_view(),
        name="statement-version",
    ),
    path("statements/<slug:slug>/changes/", editions.StatementChanges.as_view(), name="statement-changes"),
    path("articles/", documents.ArticleList.as_view(), name="articles"),
    path("articles/<slug:slug>/", documents.ArticlePage.as_view(), name="article"),
    path(
        "articles/<slug:slug>/v<version:version>/",
        editions.ArticleVersion.as_view(),
        name="article-version",
    ),
    path("articles/<slug:slug>/changes/", editions.ArticleChanges.as_view(), name="article-changes"),
    path("galleries/", galleries.GalleryList.as_view(), name="galleries"),
    path("galleries/<slug:slug>/", galleries.GalleryPage.as_view(), name="gallery"),
    path("galleries/<slug:slug>/download/", downloads.DownloadPage.as_view(), name="gallery-download"),
    path("galleries/<slug:slug>/photos.zip", downloads.GalleryZip.as_view(), name="gallery-zip"),
    path("galleries/<slug:gallery__slug>/<public_id:public_id>/", galleries.PhotoPage.as_view(), name="photo"),
]


def in_other_formats(pattern: URLPattern) -> Iterator[URLPattern]:
    """Yield a list's addresses as feed, calendar, table or JSON, by other endings."""
    view: Any = getattr(pattern.callback, "view_class", None)
    route = str(pattern.pattern).removesuffix("/")
    for extension in getattr(view, "extensions", ()):
        name = f"{pattern.name}-{extension}"
        if extension == "json":
            data = api.ApiSearch if view is search.SearchPage else api.ApiList
            yield path(f"{route}.json", data.as_view(), {"name": pattern.name}, name=name)
        else:
            yield path(f"{route}.{extension}", view.as_view(extension=extension), name=name)


def of_one_row(model: type[Content], route: str, view: type[feeds.OfOneRow]) -> URLPattern:
    """Return the address at which the page of a row is a feed or a calendar."""
    extension = view.extension
    return path(f"{route}.{extension}", view.as_view(model=model), name=f"{model.page_name}-{extension}")


def of_the_api(resource: Resource) -> Iterator[URLPattern]:
    """Yield the addresses of a list of the API and of its rows."""
    named = {"name": resource.name}
    yield path(f"api/v1/{resource.name}", api.ApiList.as_view(), named, name=f"api-{resource.name}")
    if resource.is_of_rows:
        route = f"api/v1/{resource.name}/<public_id:public_id>"
        yield path(route, api.ApiRow.as_view(), named, name=f"api-{resource.model._meta.model_name}")


localized += [
    *[address for pattern in [*localized] for address in in_other_formats(pattern)],
    path("developers/", developers.Developers.as_view(), name="developers"),
    path("feed.atom", feeds.SiteFeed.as_view(), name="feed"),
    path("feed/", feeds.FeedAddress.as_view(), name="to-feed"),
    of_one_row(Meeting, "meetings/<slug:slug>", feeds.RecordFeed),
    of_one_row(Meeting, "meetings/<slug:slug>", feeds.RecordCalendar),
    of_one_row(Session, "meetings/<slug:meeting__slug>/<slug:slug>", feeds.RecordFeed),
    of_one_row(Session, "meetings/<slug:meeting__slug>/<slug:slug>", feeds.RecordCalendar),
    of_one_row(Partner, "partners/<slug:slug>", feeds.RecordFeed),
    of_one_row(Format, "formats/<slug:slug>", feeds.RecordFeed),
    of_one_row(Person, "people/<slug:slug>", feeds.RecordFeed),
    of_one_row(Topic, "topics/<slug:slug>", feeds.RecordFeed),
    of_one_row(Gallery, "galleries/<slug:slug>", feeds.GalleryFeed),
]

WHERE_FEEDS_ARE_LOOKED_FOR: Final = ("feed/", "rss/", "feed.xml", "rss.xml", "atom.xml")

urlpatterns: list[URLPattern] = [
    *[path(each, feeds.FeedAddress.as_view(), name=f"to-feed-from-{each}") for each in WHERE_FEEDS_ARE_LOOKED_FOR],
    path("developers/", developers.ToDevelopers.as_view(), name="to-developers"),
    path(".well-known/security.txt", developers.SecurityContact.as_view(), name="security-contact"),
    path("api/v1/", api.ApiStart.as_view(), name="api"),
    path("api/v1/openapi.json", api.ApiDescription.as_view(), name="api-description"),
    *[address for resource in RESOURCES for address in of_the_api(resource)],
    path("sitemap.xml", sitemap.SitemapIndex.as_view(), name="sitemap"),
    path("sitemap-<slug:section>-<int:number>.xml", sitemap.SitemapPage.as_view(), name="sitemap-section"),
    path("id/<public_id:public_id>", permalink.Permalink.as_view(), name="permalink"),
    path("media/<public_id:public_id>/<hash:hash>-flag.<slug:ext>", media.Flag.as_view(), name="flag"),
    path("media/<public_id:public_id>/<hash:hash>-card.<slug:ext>", media.CardImage.as_view(), name="card"),
    path(
        "media/<public_id:public_id>/<hash:hash>-<size:size>.<slug:ext>",
        media.PhotoFileView.as_view(),
        name="photo-file",
    ),
    path("media/<public_id:public_id>/<hash:hash>.pdf", media.EditionPdf.as_view(), name="edition-pdf"),
]
