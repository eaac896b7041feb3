"""Pictures are as large as shown, and nothing moves while they load."""

from collections import Counter
from typing import Any, Final

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Screen
from tests.pages import NAMES, address

SCREENS: Final = (
    (390, 2),
    (768, 1),
    (1280, 1),
    (1920, 2),
)  # width, and pixels of the screen for each of the page
WITH_PICTURES: Final = (
    *("home", "meeting", "article", "article-version", "partner", "person"),
    *("galleries", "gallery", "gallery-download", "photo"),
)
ROUNDED: Final = 1.45  # how much smaller than needed Chromium may take a picture: halfway to the next one
OFF: Final = 1.35  # by how much what `sizes` says and what is shown may differ

# Of each picture what it is, and how wide it is shown with what is cropped of it. What is in `sizes` is tried as by
# browsers that cannot find out for themselves.
MEASURE: Final = """async () => {
  const images = [...document.querySelectorAll("main picture img")];
  for (const image of images) {
    for (const sized of image.parentElement.querySelectorAll("[sizes]"))
      sized.sizes = sized.sizes.replace(/^auto(, )?/, "");
    image.loading = "eager";
  }
  await Promise.all(images.map((image) => image.decode()));
  return images.map((image) => {
    const source = image.parentElement.querySelector("source");
    const widths = source.srcset.split(", ").map((each) => [each.split(" ")[0], parseInt(each.split(" ")[1])]);
    const ratio = image.getAttribute("width") / image.getAttribute("height");
    const box = image.getBoundingClientRect();
    return {
      type: source.type,
      name: image.currentSrc.replace(location.origin, ""),
      widths: Object.fromEntries(widths),
      shown: getComputedStyle(image).objectFit === "cover" ? Math.max(box.width, box.height * ratio) : box.width,
      said: image.naturalWidth,
    };
  });
}"""

# Of each picture where it is, and when it is fetched.
TURNS: Final = """() => [...document.querySelectorAll("main picture img")].map((image) => {
  const box = image.getBoundingClientRect();
  return {
    top: box.top, large: box.width > 300 && box.height > 200, lazy: image.loading === "lazy",
    first: image.fetchPriority === "high",
    room: !!(image.getAttribute("width") && image.getAttribute("height")),
  };
})"""

# Scrolls to the end, and returns what has moved by itself since the page was opened.
SHIFTS: Final = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
    scrollTo(0, y);
    await new Promise((done) => setTimeout(done, 30));
  }
  await new Promise((done) => setTimeout(done, 200));
  return await new Promise((done) => {
    const found = [];
    const observer = new PerformanceObserver((list) => found.push(...list.getEntries()));
    observer.observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(found.map((each) => [each.value, each.sources.map((s) => s.node && s.node.nodeName)])), 100);
  });
}"""


@pytest.mark.parametrize("kind", WITH_PICTURES)
def test_pictures_are_as_large_as_they_are_shown(page: Page, screen: Screen, kind: str) -> None:
    wrong = []
    for width, density in SCREENS:
        screen(width, density)
        page.goto(address(kind))
        pictures = page.evaluate(MEASURE)
        assert pictures != []
        fetched = Counter(picture["name"] for picture in pictures)
        for picture in pictures:
            # One that is there already, larger, is taken again: that costs nothing.
            needed = picture["shown"] if fetched[picture["name"]] == 1 else largest(picture["name"], pictures)
            wrong += [(width, shown_words) for shown_words in complaints(picture, needed * density)]

    assert wrong == []


def largest(name: str, pictures: list[dict[str, Any]]) -> float:
    return max(picture["shown"] for picture in pictures if picture["name"] == name)


def complaints(picture: dict[str, Any], needed: float) -> list[str]:
    """Return complaints about missing or surplus pixels and wrong `sizes`."""
    widths: list[int] = sorted(picture["widths"].values())
    chosen = picture["widths"][picture["name"]]
    smaller = max([width for width in widths if width < chosen], default=0)
    found = []
    if picture["type"] != "image/avif":
        found.append(f"{picture['name']} is no AVIF")
    if chosen < needed / ROUNDED and chosen < widths[-1]:
        found.append(f"{chosen} pixels where {needed:.0f} are needed")
    if smaller >= needed * OFF:
        found.append(f"{chosen} pixels where {smaller} of the {needed:.0f} needed are there")
    if not 1 / OFF <= picture["said"] / picture["shown"] <= OFF:
        found.append(f"sizes say {picture['said']}, shown at {picture['shown']:.0f}")
    return found


@pytest.mark.parametrize("kind", NAMES)
def test_a_large_picture_at_the_head_comes_first_what_is_far_below_is_lazy_and_nothing_moves(
    page: Page, screen: Screen, kind: str
) -> None:
    screen(390)
    page.goto(address(kind))
    assert page.evaluate(SHIFTS) == []

    screen(1280)
    page.goto(address(kind))
    images = page.evaluate(TURNS)
    assert [image for image in images if not image["room"]] == []
    assert [image for image in images if image["large"] and image["top"] < 600 and image["lazy"]] == []
    assert [image for image in images if image["top"] > 1600 and not image["lazy"]] == []
    assert [image["first"] for image in images[1:]] == [False] * len(images[1:])
    assert page.evaluate(SHIFTS) == []
