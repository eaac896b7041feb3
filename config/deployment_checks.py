"""The checks of `./run manage check --deploy`: what the site lacks for visitors."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Tags, register
from django.db import DatabaseError
from django.utils.translation import gettext as _

from config import readiness
from config.checks import AppConfigs, public_hosts_use_https
from config.databases import first_line
from photos.files import integrity
from publishing import last_runs, window_check
from publishing.last_runs import Job
from website.search import index


@register(Tags.security, deploy=True)
def site_is_ready(app_configs: AppConfigs, **kwargs: Any) -> Sequence[CheckMessage]:
    """W010 to W020, see config/readiness.py; checks windows, index and photos first."""
    try:
        _check_all()
        found = [*readiness.shortfalls()]
    except (DatabaseError, OSError) as error:
        return [_unreadable(error)]
    if public_hosts_use_https(None):  # W001 says so already
        found = [each for each in found if each.id != "plenary.W010"]
    return [checks.Warning(each.sentence, hint=each.hint, id=each.id) for each in found]


def _check_all() -> None:
    """Run the checks that read the whole site, so that their results are current."""
    compared: dict[Job, Callable[[], int]] = {
        Job.WINDOWS: lambda: sum(len(public_ids) for _kind, public_ids in window_check.check()),
        Job.SEARCH: lambda: sum(1 for _public_id in index.differing()),
    }
    for job, compare in compared.items():
        last_runs.record(job, found=compare())
    for _damaged in integrity.check():
        pass  # each is stored in its row


def _unreadable(error: Exception) -> CheckMessage:
    return checks.Error(
        _("The database or the files cannot be read (%(error)s), so the rest was not checked.")
        % {"error": first_line(error)},
        hint=_("Migrate the database first: ./run manage migrate."),
        id="plenary.E009",
    )
