"""Probes of a page: functions in the browser that return complaints."""

from typing import Final

# What can be operated, anyone who made it: `tab` goes there, and nowhere else.
OPERATED: Final = """() => {
  window.operated = () => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
  )].filter((each) => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({ visibilityProperty: true }));
  window.quote = (each) => each.outerHTML.slice(0, 120);
}"""

# Headings, landmarks, tables, languages and the title, as they are shown to those who do not see the page.
STRUCTURE: Final = """() => {
  const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((each) => Number(each.tagName[1]));
  const nameOf = (tag) => new Intl.DisplayNames([tag], { type: "language" }).of(tag);
  const parts = [...document.querySelectorAll("nav, aside, search, [role=region]")];
  return [
    ...(levels.filter((level) => level === 1).length === 1 ? [] : [`levels: ${levels}`]),
    ...levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1).map((level) => `skipped to: ${level}`),
    ...[...document.querySelectorAll("th:not([scope]), img:not([alt]), [lang='']")].map(quote),
    ...parts.filter((each) => !each.ariaLabel && !each.getAttribute("aria-labelledby")).map(quote),
    ...[...document.querySelectorAll("a[hreflang]")].filter((each) => (
      each.textContent.trim() === nameOf(each.hreflang) && each.lang !== each.hreflang
    )).map(quote),
  ];
}"""

# Help is at the same place on every page, also where something is missing or withdrawn (3.2.6).
HELP: Final = """() => {
  const last = [...document.querySelectorAll(".footer-links a")].at(-1);
  return last?.closest("footer") && last.href.startsWith("mailto:") ? [] : ["no help at the end of the foot"];
}"""

# A target is 24 px high and wide (2.5.8), or is in a sentence; a picture in a link counts with it.
SMALL: Final = """() => operated().filter((each) => {
  const boxes = [each, ...each.querySelectorAll("img")].map((part) => part.getBoundingClientRect());
  if (boxes.some((box) => box.width >= 23.9 && box.height >= 23.9)) return false;
  const letters = (part) => part.textContent.replace(/\\s/g, "").length;
  const block = each.closest("p, li, dd, dt, td, th, figcaption, address") || each.parentElement;
  const inSentence = getComputedStyle(each).display === "inline" && letters(block) > letters(each) + 2;
  return !inSentence && !each.matches(".skip");
}).map(quote)"""

# Nothing has to be scrolled sideways (1.4.10). What scrolls by itself, such as a table, may be wider.
WIDER: Final = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrolls = (each) => each !== document.body
    && (getComputedStyle(each).overflowX !== "visible" || scrolls(each.parentElement));
  return [...document.body.querySelectorAll("*")]
    .filter((each) => each.getBoundingClientRect().right > width + 1 && !scrolls(each.parentElement))
    .map(quote).slice(-1);
}"""

# Wider spacing (1.4.12), by a style sheet that no policy forbids, since no markup brings it; and what it cuts off.
CUT_OFF: Final = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }
  `);
  document.adoptedStyleSheets = [sheet];
  const cuts = (overflow) => ["hidden", "clip"].includes(overflow);
  return [...document.body.querySelectorAll("*:not(svg *)")].filter((each) => {
    const { overflowX, overflowY } = getComputedStyle(each);
    return each.textContent.trim() && !each.matches(".unseen, .visually-hidden") && (
      (cuts(overflowX) && each.scrollWidth > each.clientWidth + 1)
      || (cuts(overflowY) && each.scrollHeight > each.clientHeight + 1)
    );
  }).map(quote);
}"""

# Notes what gets the focus by a key, whether that is seen (2.4.7, 1.4.11), and whether something lies over it (2.4.11).
WATCH_THE_FOCUS: Final = """() => {
  window.focused = [];
  window.complaints = [];
  const luminance = (colour) => {
    const [red, green, blue] = colour.match(/[\\d.]+/g).map(Number).map((value) => (
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4
    ));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (each) => {
    for (; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if (!/, 0\\)$|transparent/.test(colour)) return colour;
    }
    return getComputedStyle(document.documentElement).backgroundColor;
  };
  const contrast = (...colours) => {
    const [lighter, darker] = colours.map(luminance).sort((one, other) => other - one);
    return (lighter + 0.05) / (darker + 0.05);
  };
  document.addEventListener("focusin", ({ target }) => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(target);
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) complaints.push(`no outline: ${quote(target)}`);
    else if (contrast(outlineColor, ground(target.parentElement)) < 3) complaints.push(`pale: ${quote(target)}`);
    focused.push(target);
  });
  document.addEventListener("keyup", () => {
    const target = document.activeElement;
    const covered = (box) => [[0.5, 0.5], [0.1, 0.3], [0.9, 0.7]].every(([across, down]) => {
      const top = document.elementFromPoint(box.left + box.width * across, box.top + box.height * down);
      return top && !target.contains(top) && !top.contains(target);
    });
    if ([...target.getClientRects()].every(covered)) complaints.push(`covered: ${quote(target)}`);
  });
}"""

# Afterwards: what was never reached, and whether the order was that of the page.
MISSED: Final = """() => {
  const all = operated();
  const order = focused.slice(0, all.length).map((each) => all.indexOf(each));
  return complaints.concat(
    all.filter((each) => !focused.includes(each)).map((each) => `never: ${quote(each)}`),
    order.every((place, index) => place === index) ? [] : [`order: ${order}`],
  );
}"""
