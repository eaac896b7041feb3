"""The settings of the tests with a third language; tables are made from models."""

from tests.settings import *  # noqa: F403  # all but the languages

LANGUAGES = [*LANGUAGES, ("fr", "French")]  # type: ignore[list-item]  # noqa: F405
MODELTRANSLATION_FALLBACK_LANGUAGES = tuple(code for code, _name in LANGUAGES)
MIGRATION_MODULES = dict.fromkeys(("publishing", "partners", "meetings"))
