#!/usr/bin/env python
"""Runs commands of Django and of Plenary; `./run manage` prepares what it needs."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, execute_from_command_line
from django.db import DatabaseError

if __name__ == "__main__":
    os.umask(0o077)  # what is kept is readable by this account alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as wrong:
        sys.exit(str(wrong))
    except DatabaseError as error:
        from config.preparation import reachable_database, whole_database  # only now: they need the settings
        from publishing.unavailable import is_damaged

        try:
            reachable_database()
            if is_damaged(error):
                whole_database()
        except CommandError as wrong:
            sys.exit(f"CommandError: {wrong}")
        raise
