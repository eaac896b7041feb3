"""Tags for the metadata in the head of pages."""

from html import unescape
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from publishing.addresses import absolute
from website.jsonld.site import breadcrumb_list, publisher, website
from website.jsonld.vocabulary import script
from website.sharing import Shared, image_of, locale_of, short_title

register = template.Library()


@register.simple_block_tag(end_name="endcapture")
def capture(content: str) -> SafeString:
    """Store a block's content on one line: {% capture as title %}...{% endcapture %}."""
    return mark_safe(" ".join(content.split()))  # noqa: S308  # it was rendered, and so escaped, already


@register.simple_tag(takes_context=True)
def whole_title(context: Context) -> str:
    """Return the text of the title element; headings on the page keep it whole."""
    page, breadcrumbs = context.get("page_obj"), context.get("breadcrumbs")
    return short_title(
        unescape(context["page_title"]),
        _("Page %(number)s") % {"number": page.number} if page and page.number > 1 else "",
        str(breadcrumbs[0][0]) if breadcrumbs else "",
        context["site"].office.name,
    )


@register.inclusion_tag("partials/_sharing.html", takes_context=True)
def sharing(context: Context) -> dict[str, Any]:
    """Render the canonical address, alternate languages and Open Graph metadata."""
    site = context["site"]
    shared: Shared = context.get("shared") or Shared()
    of_text = context.get("text_languages")
    links = [link for link in site.languages if of_text is None or link.code in of_text]
    canonical = context.get("canonical") or site.canonical
    image = image_of(shared, site.office)
    language = getattr(context.get("text"), "language", site.language)
    return {
        "site": site,
        "shared": shared,
        "canonical": canonical,
        "links": links,
        "default_url": context.get("default_url") or (links[0].absolute_url if links else canonical),
        "title": context["page_title"],
        "description": context["page_description"],
        "image": image,
        "image_url": absolute(image.url),
        "locale": locale_of(language),
        "other_locales": [locale_of(link.code) for link in links if link.code != language],
    }


@register.inclusion_tag("partials/_structured.html", takes_context=True)
def structured(context: Context) -> dict[str, Any]:
    """Render the JSON-LD of the page: its content, breadcrumbs and publisher."""
    site = context["site"]
    described = context.get("described") or []
    graph = [*(described if isinstance(described, list) else [described])]
    if graph or context.get("is_home"):
        graph.append(publisher(site.office, absolute))
    if context.get("is_home"):
        graph.append(website(site.office, absolute))
    if breadcrumbs := context.get("breadcrumbs"):
        graph.append(breadcrumb_list(breadcrumbs, unescape(context["page_title"]), absolute))
    return {"json": script(graph) if graph else ""}
