"""The message that lists what was changed while text was pasted."""

from collections import Counter

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def line_of(changes: Counter[str]) -> str:
    """Return the line; empty if no change concerns the author."""
    made = [
        *_counted(changes["lists"], ngettext("%(count)s list item", "%(count)s list items", changes["lists"])),
        *_counted(changes["headings"], ngettext("%(count)s heading", "%(count)s headings", changes["headings"])),
        *_counted(changes["notes"], ngettext("%(count)s footnote", "%(count)s footnotes", changes["notes"])),
        *_counted(changes["tables"], ngettext("%(count)s table", "%(count)s tables", changes["tables"])),
    ]
    removed = [*_removed(changes)]
    sentences = []
    if made:
        sentences.append(_("Converted: %(what)s.") % {"what": get_text_list(made, _("and"))})
    if removed:
        sentences.append(_("Removed: %(what)s.") % {"what": get_text_list(removed, _("and"))})
    return " ".join([*sentences, *_to_check(changes)])


def _removed(changes: Counter[str]) -> list[str]:
    comments, deletions, empty = changes["comments"], changes["deletions"], changes["empty"]
    pictures, no_breaks, unseen = changes["pictures"], changes["no_breaks"], changes["unseen"]
    return [
        *_counted(comments, ngettext("%(count)s comment mark", "%(count)s comment marks", comments)),
        *_counted(deletions, ngettext("%(count)s tracked deletion", "%(count)s tracked deletions", deletions)),
        *_counted(empty, ngettext("%(count)s empty paragraph", "%(count)s empty paragraphs", empty)),
        *_counted(no_breaks, ngettext("%(count)s non-breaking space", "%(count)s non-breaking spaces", no_breaks)),
        *_counted(unseen, ngettext("%(count)s invisible character", "%(count)s invisible characters", unseen)),
        *_counted(pictures, ngettext("%(count)s image", "%(count)s images", pictures)),
        *([_("the table of contents")] if changes["contents"] else []),
    ]


def _to_check(changes: Counter[str]) -> list[str]:
    without, struck = changes["notes_without_text"], changes["struck"]
    of_notes = ngettext(
        "%(count)s footnote has no text: write it below the text.",
        "%(count)s footnotes have no text: write it below the text.",
        without,
    )
    of_struck = ngettext(
        "%(count)s passage was struck through and is now plain text: check whether it belongs in the text.",
        "%(count)s passages were struck through and are now plain text: check whether they belong in the text.",
        struck,
    )
    return [*_counted(without, of_notes), *_counted(struck, of_struck)]


def _counted(count: int, sentence: str) -> list[str]:
    return [sentence % {"count": count}] if count else []
