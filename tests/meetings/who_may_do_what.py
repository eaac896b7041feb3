"""Who may do what in the admin, as test_who_may_do_what.py finds it by requests: a change here is a decision."""

from typing import Any, Final

# By the role: the kinds by the letters of the pages (see `doors` in the test).
PAGES: Final[dict[str, Any]] = {
    "superuser": {
        "draft": {
            "ladhrcx": "appointment series",
            "ladhrpcx": "article articleedition format gallery meeting outcome page partner person photo session statement statementedition topic",
            "ladhc": "group user",
            "hcx": "office",
            "lhcx": "withdrawal",
        },
        "public": {
            "dhc": "group user",
            "hpc": "article format gallery meeting outcome page partner person photo session statement topic",
            "hpv": "articleedition statementedition",
            "hcx": "office",
            "hc": "withdrawal",
        },
    },
    "administrator": {
        "draft": {
            "lhvx": "appointment series withdrawal",
            "lhpvx": "article articleedition format gallery meeting outcome page partner person photo session statement statementedition topic",
            "lhv": "group",
            "hcx": "office",
            "ladhc": "user",
        },
        "public": {
            "hv": "appointment group series withdrawal",
            "hpv": "article articleedition format gallery meeting outcome page partner person photo session statement statementedition topic",
            "hcx": "office",
            "dhc": "user",
        },
    },
    "editor": {
        "draft": {
            "ladhrcx": "appointment series",
            "ladhrpcx": "article articleedition format gallery meeting outcome page partner person photo session statement statementedition topic",
            "hvx": "office",
            "lhcx": "withdrawal",
        },
        "public": {
            "dhc": "appointment series",
            "hpc": "article format gallery meeting outcome page partner person photo session statement topic",
            "hpv": "articleedition statementedition",
            "hvx": "office",
            "hc": "withdrawal",
        },
    },
    "author": {
        "draft": {
            "ladhrcx": "appointment series",
            "ladhrpcx": "article articleedition format meeting outcome page partner person session statement statementedition topic",
            "lhpvx": "gallery photo",
            "hvx": "office",
        },
        "public": {
            "hv": "appointment series",
            "hpv": "gallery photo",
            "hvx": "office",
        },
    },
    "translator": {
        "draft": {
            "lhtx": "appointment",
            "lhpvx": "article statement",
            "ladhrpcx": "articleedition statementedition",
            "lhptx": "format gallery meeting outcome page partner person photo session topic",
            "hvx": "office",
            "lhcx": "series",
        },
        "public": {
            "hv": "appointment series",
            "hpv": "articleedition statementedition",
            "hvx": "office",
        },
    },
    "photo editor": {
        "draft": {
            "lhvx": "appointment series",
            "lhpvx": "article articleedition format meeting outcome page partner person session statement statementedition topic",
            "ladhrpcx": "gallery photo",
            "hvx": "office",
        },
        "public": {
            "hv": "appointment series",
            "hpv": "article articleedition format meeting outcome page partner person session statement statementedition topic",
            "hpc": "gallery photo",
            "hvx": "office",
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
INLINES: Final[dict[str, Any]] = {
    "superuser": {
        "adc": "format.memberships meeting.figures meeting.hosts meeting.sessions partner.former_names partner.memberships person.appointments session.outcomes session.participations",
    },
    "administrator": {
        "v": "format.memberships meeting.figures meeting.hosts meeting.sessions partner.former_names partner.memberships person.appointments session.outcomes session.participations",
    },
    "editor": {
        "adc": "format.memberships meeting.figures meeting.hosts meeting.sessions partner.former_names partner.memberships person.appointments session.outcomes session.participations",
    },
    "author": {
        "adc": "format.memberships meeting.figures meeting.hosts meeting.sessions partner.former_names partner.memberships person.appointments session.outcomes session.participations",
    },
    "translator": {
        "t": "format.memberships meeting.hosts meeting.sessions partner.former_names partner.memberships person.appointments session.outcomes session.participations",
        "c": "meeting.figures",
    },
    "photo editor": {
        "v": "format.memberships meeting.figures meeting.hosts meeting.sessions partner.former_names partner.memberships person.appointments session.outcomes session.participations",
    },
    "": {},
    "reader": {},
}
ACTIONS: Final[dict[str, Any]] = {
    "superuser": {
        "delete_selected": "appointment group series user",
        "confirm delete_selected restore withdraw": "article statement",
        "approve check confirm delete_selected publish restore schedule send_back submit take_over unschedule withdraw": "articleedition statementedition",
        "approve confirm delete_selected publish restore schedule send_back submit unschedule withdraw": "format gallery meeting page partner person topic",
        "approve confirm delete_selected hold_back publish restore schedule send_back submit unschedule withdraw": "outcome photo session",
    },
    "administrator": {
        "delete_selected": "user",
    },
    "editor": {
        "delete_selected": "appointment series",
        "confirm delete_selected restore withdraw": "article statement",
        "approve check confirm delete_selected publish restore schedule send_back submit take_over unschedule withdraw": "articleedition statementedition",
        "approve confirm delete_selected publish restore schedule send_back submit unschedule withdraw": "format gallery meeting page partner person topic",
        "approve confirm delete_selected hold_back publish restore schedule send_back submit unschedule withdraw": "outcome photo session",
    },
    "author": {
        "delete_selected": "appointment article series statement",
        "check delete_selected submit take_over": "articleedition statementedition",
        "delete_selected submit": "format meeting outcome page partner person session topic",
    },
    "translator": {
        "check delete_selected submit take_over": "articleedition statementedition",
        "submit": "format gallery meeting outcome page partner person photo session topic",
    },
    "photo editor": {
        "approve confirm delete_selected publish restore schedule send_back submit unschedule withdraw": "gallery",
        "approve confirm delete_selected hold_back publish restore schedule send_back submit unschedule withdraw": "photo",
    },
    "": {},
    "reader": {},
}
BULK_PAGES: Final[dict[str, Any]] = {
    "superuser": {"light_table", "members", "photo", "photos"},
    "administrator": set(),
    "editor": {"light_table", "members", "photo", "photos"},
    "author": {"members"},
    "translator": {"light_table"},
    "photo editor": {"light_table", "photo", "photos"},
    "": set(),
    "reader": set(),
}
