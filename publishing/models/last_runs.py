"""When the jobs that protect a site last ran, and what they found."""

from django.db import models


class LastRun(models.Model):
    """The last run of a job, such as a backup or a check: one row for each job."""

    job = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()
    found = models.PositiveIntegerField(default=0)  # the number of problems
    text = models.TextField(blank=True)  # where the backup is

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.job}: {self.at:%Y-%m-%d %H:%M}"
