"""Finds damage in a SQLite database; PostgreSQL reports its own in its log."""

from django.db import DatabaseError, connection

RESTORE = "Stop the site and restore the last backup, as “When something fails” in docs/operations.md says."


def damage() -> str:
    """Return a sentence with the damaged tables, or ""; it reads the whole database."""
    if connection.vendor != "sqlite":
        return ""
    try:
        if _is_whole("PRAGMA quick_check(1)"):
            return ""
        names = connection.introspection.table_names()
        tables = [name for name in names if not _is_whole(f'PRAGMA quick_check("{name}")')]
    except DatabaseError:
        tables = []
    what = f"in {', '.join(tables)}" if tables else "its list of tables, or pages of no table"
    return f"The database {connection.settings_dict['NAME']} is damaged: {what}."


def _is_whole(question: str) -> bool:
    with connection.cursor() as cursor:
        try:
            cursor.execute(question)
            found = cursor.fetchall()
        except DatabaseError:
            return False
    return [*found] == [("ok",)]
