"""The site, its publisher, topics and breadcrumbs."""

from collections.abc import Iterable

from django.templatetags.static import static
from django.utils.translation import get_language

from meetings.models import Topic
from publishing.addresses import path_of
from publishing.models import Office
from website.jsonld.vocabulary import Absolute, Node, entity, node, office


def publisher(row: Office, absolute: Absolute) -> Node:
    """Describe the press office as the publisher."""
    return office(absolute) | node(
        "Organization",
        name=row.name,
        url=absolute(path_of("home")),
        logo=absolute(static("img/icon-512.png")),
        email=row.email,
        telephone=row.telephone,
        address=row.address,
    )


def website(row: Office, absolute: Absolute) -> Node:
    return {"@id": f"{absolute(path_of('root'))}#site"} | node(
        "WebSite",
        name=row.name,
        url=absolute(path_of("home")),
        description=row.description,
        inLanguage=get_language(),
        publisher=office(absolute),
        potentialAction={
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{absolute(path_of('search'))}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    )


def topic(row: Topic, absolute: Absolute) -> Node:
    return entity("DefinedTerm", row, absolute, description=row.description)


def breadcrumb_list(breadcrumbs: Iterable[tuple[str, str]], title: str, absolute: Absolute) -> Node:
    """Describe the breadcrumbs of the page, with the page as the last one."""
    steps = [*breadcrumbs, (title, "")]
    return node(
        "BreadcrumbList",
        itemListElement=[
            node("ListItem", position=number, name=str(name), item=absolute(url) if url else "")
            for number, (name, url) in enumerate(steps, start=1)
        ],
    )
