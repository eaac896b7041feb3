"""The log, as lines for people or JSON for programs, each with the request's id."""

import json
import logging
from datetime import UTC, datetime
from typing import Any, Final

from config import request_ids

FORMATS: Final = ("lines", "json")


class RequestIdFilter(logging.Filter):
    """Gives each record the id of its request, and lets all of them pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        request_id = request_ids.current()
        record.request_id = request_id
        record.of_request = f" [{request_id}]" if request_id else ""
        return True


class JsonFormatter(logging.Formatter):
    """Writes a record as a JSON object in one line."""

    def format(self, record: logging.LogRecord) -> str:
        facts: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        if request_id := getattr(record, "request_id", ""):
            facts["request_id"] = request_id
        if record.exc_info:
            facts["exception"] = self.formatException(record.exc_info)
        return json.dumps(facts, ensure_ascii=False, default=str)


def logging_settings(log_format: str) -> dict[str, Any]:
    """Return Django's LOGGING for one of FORMATS."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "config.logs.RequestIdFilter"}},
        "formatters": {
            "lines": {"format": "{asctime} {levelname} {name}{of_request}: {message}", "style": "{"},
            "json": {"()": "config.logs.JsonFormatter"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": log_format, "filters": ["request_id"]}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO"},
            "django.request": {"level": "ERROR"},  # 4xx responses are not logged
            "django.tasks": {"level": "WARNING"},
        },
    }


def server_logging(settings: dict[str, Any]) -> dict[str, Any]:
    """Return the same for granian, whose own messages then have the same form."""
    return settings | {"loggers": settings["loggers"] | {"_granian": {"level": "WARNING"}, "granian.access": {}}}
