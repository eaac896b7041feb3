"""Which migrations this version of Plenary has."""

from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from config.environment import BASE_DIR


def unknown_migrations(names: Iterable[str]) -> list[str]:
    """Return those migrations of our apps, as "app.name", that this version lacks."""
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).parent == BASE_DIR}
    here = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    return sorted(name for name in names if name.partition(".")[0] in ours and name not in here)
