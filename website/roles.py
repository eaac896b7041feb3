"""The permissions of each role by kind of content, given to groups by migrations."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, Final

from django.db.migrations import RunPython

type Permissions = Iterable[tuple[str, str]]  # a kind such as "meetings.topic", and an action

SEE: Final = ("view",)
WRITE: Final = ("add", "change", "delete", "view")
ALL: Final = (*WRITE, "approve")
# Of a record, such as a meeting or a topic.
RECORD: Final[Mapping[str, tuple[str, ...]]] = {
    "author": WRITE,
    "translator": ("change", "view"),
    "photo editor": SEE,
    "editor": ALL,
    "administrator": SEE,
}


def each(kinds: Iterable[str], *actions: str) -> list[tuple[str, str]]:
    """Return every action of every kind."""
    return [(kind, action) for kind in kinds for action in actions]


def allow_record(kind: str) -> RunPython:
    """Return the operation that gives roles the permissions of a new kind of record."""
    roles = {role: each([kind], *actions) for role, actions in RECORD.items()}
    return RunPython(partial(allow, roles=roles), RunPython.noop)


def allow(apps: Any, schema_editor: Any, *, roles: Mapping[str, Permissions]) -> None:
    """Give the groups their permissions, creating those Django would create later."""
    group_of = apps.get_model("auth.Group")
    for role, allowed in roles.items():
        group, _made = group_of.objects.get_or_create(name=role)
        group.permissions.add(*(_permission(apps, kind, action) for kind, action in allowed))


def _permission(apps: Any, kind: str, action: str) -> Any:
    app, model = kind.split(".")
    names = apps.get_model(kind)._meta.verbose_name_raw
    content_type, _made = apps.get_model("contenttypes.ContentType").objects.get_or_create(app_label=app, model=model)
    found, _made = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {names}"}
    )
    return found
