"""The workers' last reports, one row for each. See config/heartbeat.py."""

from django.db import models


class WorkerReport(models.Model):
    """The last report of a worker; `name` is its machine and process number."""

    name = models.CharField(max_length=100, unique=True)
    reported_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name}: {self.reported_at}"
