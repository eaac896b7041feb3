"""The workers' signs of life: one row for each, with the time of its last report. See config/heartbeat.py."""

from django.db import models


class WorkerReport(models.Model):
    """When a worker has last reported; `name` is that of its machine and the number of its process."""

    name = models.CharField(max_length=100, unique=True)
    reported_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name}: {self.reported_at}"
