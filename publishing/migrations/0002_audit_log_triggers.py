"""Triggers that refuse to change or delete an entry of the audit log, whichever program asks the database."""

from django.db import migrations

TABLE = "publishing_auditlogentry"
SENTENCE = "The audit log is only added to: entries are neither changed nor deleted."

SQLITE = [
    f"CREATE TRIGGER audit_log_not_{event.lower()}d BEFORE {event} ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    for event in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"CREATE FUNCTION audit_log_refuses() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    f"CREATE TRIGGER audit_log_only_added_to BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION audit_log_refuses()",
    # TRUNCATE, as Django's flush uses it, deletes without asking for each row. An empty log may be emptied.
    f"CREATE FUNCTION audit_log_refuses_if_filled() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN IF EXISTS (SELECT FROM {TABLE}) THEN RAISE EXCEPTION '{SENTENCE}' "
    f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$",
    f"CREATE TRIGGER audit_log_not_truncated BEFORE TRUNCATE ON {TABLE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuses_if_filled()",
]
UNDO = {
    "sqlite": ["DROP TRIGGER audit_log_not_updated", "DROP TRIGGER audit_log_not_deleted"],
    "postgresql": [
        f"DROP TRIGGER audit_log_not_truncated ON {TABLE}",
        "DROP FUNCTION audit_log_refuses_if_filled()",
        f"DROP TRIGGER audit_log_only_added_to ON {TABLE}",
        "DROP FUNCTION audit_log_refuses()",
    ],
}


def guard(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [("publishing", "0001_initial")]

    operations = [migrations.RunPython(guard, unguard)]
