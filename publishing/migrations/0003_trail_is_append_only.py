"""Triggers that refuse to change or delete an entry of the trail, whoever asks the database."""

from django.db import migrations

TABLE = "publishing_trailentry"
SENTENCE = "The trail is only added to: entries are neither changed nor deleted."

SQLITE = [
    f"CREATE TRIGGER trail_not_{event.lower()}d BEFORE {event} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    for event in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"CREATE FUNCTION trail_refuses() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    f"CREATE TRIGGER trail_only_added_to BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION trail_refuses()",
]
UNDO = {
    "sqlite": ["DROP TRIGGER trail_not_updated", "DROP TRIGGER trail_not_deleted"],
    "postgresql": [f"DROP TRIGGER trail_only_added_to ON {TABLE}", "DROP FUNCTION trail_refuses()"],
}


def guard(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [("publishing", "0002_trail_and_former_addresses")]

    operations = [migrations.RunPython(guard, unguard)]
