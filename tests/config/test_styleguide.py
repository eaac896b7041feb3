"""The styleguide for developers, and what must hold of the colours that it shows."""

import re
from itertools import product

import pytest
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse

from config.environment import BASE_DIR
from config.styleguide import Styleguide, colours
from tests import factories as make

CSS = "".join((BASE_DIR / "static/css" / sheet).read_text() for sheet in ("tokens.css", "site.css"))
TEXT_ON = {"ink": 7, "soft": 4.5, "link": 4.5, "seal": 4.5}  # the contrast that each needs on each ground
GROUNDS = ("paper", "quiet", "seal-ground")


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb or #rgb, as WCAG 2.2 defines it."""
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def palettes() -> dict[str, dict[str, str]]:
    usual = colours(CSS)
    asked_for = colours(re.sub(r"\n    --", "\n  --", CSS.partition("prefers-contrast: more")[2]))
    found = {}
    for scheme, column in (("light", 1), ("dark", 2)):
        found[scheme] = {row[0]: row[column] for row in usual}
        found[f"{scheme}, more contrast"] = found[scheme] | {row[0]: row[column] for row in asked_for}
    return found


def test_text_can_be_read_on_every_ground() -> None:
    weak = [
        (scheme, text, ground, round(ratio, 2))
        for scheme, colour in palettes().items()
        for (text, least), ground in product(TEXT_ON.items(), GROUNDS)
        if (ratio := contrast(colour[text], colour[ground])) < least
    ]

    assert weak == []


def test_edges_of_what_is_operated_can_be_seen() -> None:
    ratios = {scheme: contrast(colour["edge"], colour["paper"]) for scheme, colour in palettes().items()}

    assert len(ratios) == 4
    assert all(ratio >= 3 for ratio in ratios.values()), ratios


def test_who_asks_for_contrast_gets_seven_to_one() -> None:
    for scheme in ("light, more contrast", "dark, more contrast"):
        colour = palettes()[scheme]
        assert all(contrast(colour[text], colour["paper"]) >= 7 for text in TEXT_ON), scheme


def test_it_is_no_address_of_the_site_for_readers() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("styleguide")


@pytest.mark.django_db
def test_it_shows_every_colour_and_the_parts_of_the_pages(rf: RequestFactory) -> None:
    make.make_office()
    meeting = make.make_meeting()
    for _ in range(2):
        session = make.make_session(meeting=meeting)
        make.make_participation(session=session, partner=make.make_partner())

    html = Styleguide.as_view()(rf.get("/styleguide/")).content.decode()

    assert re.findall(r'class="swatch ([a-z-]+)"', html) == [name for name, _light, _dark in colours(CSS)]
    for part in ("band grid", "programme", "notice seal", "encounters", "prose numbered", "pagination"):
        assert f'class="{part}' in html, part
