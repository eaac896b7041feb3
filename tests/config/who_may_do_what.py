"""Who may do what in the admin; test_who_may_do_what.py compares it.

The letters of pages: l is the list, a adding, d deleting, h the history, r recovering what was deleted, p the preview,
x an earlier revision. The form is v if it can be viewed only, c if it can be changed, t if only texts and order can.
The letters of inlines: rows can be a added, d deleted, c changed, t changed in texts only, v viewed.
"""

from typing import Any, Final


def kinds(*groups: str) -> str:
    """Return the names of all the groups, in order."""
    return " ".join(sorted(" ".join(groups).split()))


WHOLE_RECORDS: Final = "format meeting page partner person topic"
RECORDS: Final = kinds(WHOLE_RECORDS, "outcome session")
PHOTOS: Final = "gallery photo"
DOCUMENTS: Final = "article statement"
EDITIONS: Final = "articleedition statementedition"
PARTS: Final = "appointment series"
INLINES_OF_RECORDS: Final = (
    "format.memberships meeting.figures meeting.hosts meeting.sessions partner.former_names partner.memberships "
    "person.appointments session.outcomes session.participations"
)
REVIEW_VERBS: Final = (
    "approve confirm delete_selected publish restore return_for_changes schedule submit unpublish unschedule withdraw"
)
REVIEW_OF_TEXTS: Final = kinds(REVIEW_VERBS, "mark_up_to_date mark_changes_merged")
REVIEW_OF_CHILDREN: Final = kinds(REVIEW_VERBS, "hold_back")

# By the role and the state: the letters of the pages, and the kinds.
PAGES: Final[dict[str, Any]] = {
    "superuser": {
        "draft": {
            "ladhrcx": kinds(PARTS),
            "ladhrpcx": kinds(RECORDS, PHOTOS, DOCUMENTS, EDITIONS),
            "ladhc": kinds("group", "user"),
            "hcx": kinds("office"),
            "lhcx": kinds("withdrawal"),
        },
        "public": {
            "dhc": kinds(PARTS, "group", "user"),
            "hpc": kinds(RECORDS, PHOTOS, DOCUMENTS),
            "hpv": kinds(EDITIONS),
            "hcx": kinds("office"),
            "hc": kinds("withdrawal"),
        },
    },
    "administrator": {
        "draft": {
            "lhvx": kinds(PARTS, "withdrawal"),
            "lhpvx": kinds(RECORDS, PHOTOS, DOCUMENTS, EDITIONS),
            "lhv": kinds("group"),
            "hcx": kinds("office"),
            "ladhc": kinds("user"),
        },
        "public": {
            "hv": kinds(PARTS, "group", "withdrawal"),
            "hpv": kinds(RECORDS, PHOTOS, DOCUMENTS, EDITIONS),
            "hcx": kinds("office"),
            "dhc": kinds("user"),
        },
    },
    "editor": {
        "draft": {
            "ladhrcx": kinds(PARTS),
            "ladhrpcx": kinds(RECORDS, PHOTOS, DOCUMENTS, EDITIONS),
            "hvx": kinds("office"),
            "lhcx": kinds("withdrawal"),
        },
        "public": {
            "dhc": kinds(PARTS),
            "hpc": kinds(RECORDS, PHOTOS, DOCUMENTS),
            "hpv": kinds(EDITIONS),
            "hvx": kinds("office"),
            "hc": kinds("withdrawal"),
        },
    },
    "author": {
        "draft": {
            "ladhrcx": kinds(PARTS),
            "ladhrpcx": kinds(RECORDS, PHOTOS, DOCUMENTS, EDITIONS),
            "hvx": kinds("office"),
        },
        "public": {
            "hv": kinds(PARTS),
            "hpv": kinds(RECORDS, PHOTOS, DOCUMENTS, EDITIONS),
            "hvx": kinds("office"),
        },
    },
    "translator": {
        "draft": {
            "lhtx": kinds("appointment"),
            "lhpvx": kinds(DOCUMENTS),
            "ladhrpcx": kinds(EDITIONS),
            "lhptx": kinds(RECORDS, PHOTOS),
            "hvx": kinds("office"),
            "lhcx": kinds("series"),
        },
        "public": {
            "hv": kinds(PARTS),
            "hpv": kinds(RECORDS, PHOTOS, DOCUMENTS, EDITIONS),
            "hvx": kinds("office"),
        },
    },
    "photo editor": {
        "draft": {
            "lhvx": kinds(PARTS),
            "lhpvx": kinds(RECORDS, DOCUMENTS, EDITIONS),
            "ladhrpcx": kinds(PHOTOS),
            "hvx": kinds("office"),
        },
        "public": {
            "hv": kinds(PARTS),
            "hpv": kinds(RECORDS, DOCUMENTS, EDITIONS),
            "hpc": kinds(PHOTOS),
            "hvx": kinds("office"),
        },
    },
    "": {
        "draft": {},
        "public": {},
    },
    "reader": {
        "draft": {},
        "public": {},
    },
}
# By the role: what is done with the rows of which inlines.
INLINES: Final[dict[str, Any]] = {
    "superuser": {"adc": INLINES_OF_RECORDS},
    "administrator": {"v": INLINES_OF_RECORDS},
    "editor": {"adc": INLINES_OF_RECORDS},
    "author": {"adc": INLINES_OF_RECORDS},
    "translator": {
        "t": kinds(INLINES_OF_RECORDS.replace("meeting.figures", "")),
        "c": "meeting.figures",
    },
    "photo editor": {"v": INLINES_OF_RECORDS},
    "": {},
    "reader": {},
}
# By the role: which actions the lists of which kinds offer.
ACTIONS: Final[dict[str, Any]] = {
    "superuser": {
        "delete_selected": kinds(PARTS, "group", "user"),
        "confirm delete_selected restore unpublish withdraw": kinds(DOCUMENTS),
        REVIEW_OF_TEXTS: kinds(EDITIONS),
        REVIEW_VERBS: kinds(WHOLE_RECORDS, "gallery"),
        REVIEW_OF_CHILDREN: kinds("outcome", "photo", "session"),
    },
    "administrator": {
        "delete_selected": kinds("user"),
    },
    "editor": {
        "delete_selected": kinds(PARTS),
        "confirm delete_selected restore unpublish withdraw": kinds(DOCUMENTS),
        REVIEW_OF_TEXTS: kinds(EDITIONS),
        REVIEW_VERBS: kinds(WHOLE_RECORDS, "gallery"),
        REVIEW_OF_CHILDREN: kinds("outcome", "photo", "session"),
    },
    "author": {
        "delete_selected": kinds(DOCUMENTS, PARTS),
        "delete_selected mark_changes_merged mark_up_to_date submit": kinds(EDITIONS),
        "delete_selected submit": kinds(RECORDS, PHOTOS),
    },
    "translator": {
        "delete_selected mark_changes_merged mark_up_to_date submit": kinds(EDITIONS),
        "submit": kinds(RECORDS, PHOTOS),
    },
    "photo editor": {
        REVIEW_VERBS: kinds("gallery"),
        REVIEW_OF_CHILDREN: kinds("photo"),
    },
    "": {},
    "reader": {},
}
# By the role: the bulk pages.
BULK_PAGES: Final[dict[str, set[str]]] = {
    "superuser": {
        "copy",
        "photo_table",
        "members",
        "move",
        "outcome",
        "paste",
        "photo",
        "photos",
        "postpone",
    },
    "administrator": set(),
    "editor": {"copy", "photo_table", "members", "move", "outcome", "paste", "photo", "photos", "postpone"},
    "author": {"copy", "photo_table", "members", "move", "outcome", "paste", "photo", "photos", "postpone"},
    "translator": {"photo_table"},
    "photo editor": {"photo_table", "photo", "photos"},
    "": set(),
    "reader": set(),
}
