"""Imports go in one direction: between apps, and within each between layers."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.our_apps import nodes

BASE_DIR = Path(__file__).resolve().parents[2]

# The folders and modules of each app, from the lowest layer up: each imports only from layers below its own.
LAYERS = {
    "publishing": (
        (
            "addresses claims clock json_answers languages last_stamp locks moments "
            "obstacles paths public_ids reading spreadsheets states stored_files texts unavailable"
        ),
        "commits pdfs streams windows",
        "joins management querysets wording workflow",
        "models",
        "applied_proposals kinds last_runs status times",
        "stamps templatetags verbs window_check",
        "held restorations",
        "previews",
        "middleware",
    ),
    "editorial": (
        "field_permissions requests",
        (
            "admin_urls audit_log_csv audit_log_entries changed_columns drafts edition_fields emails fetched_rows "
            "followed_rows form_base languages list_filters middleware models page_versions paste picker_view search "
            "status time_zone_field"
        ),
        "action_messages admin_pages deleting merging public_objects second_factors source_changes templatetags",
        "audit_log files filling management merging_rows",
        "concurrency earlier_versions fields forms stored_forms",
        "joint_publication merging_admin previews",
        "actions",
        "action_views",
        "accounts proposals",
        "history inlines panel",
        "editorial_admin proposal_pages",
        "office publishable withdrawals",
        "documents editions records",
        "pages",
        "admin",
    ),
    "partners": (
        "flags partial_dates querysets sort_names templatetags",
        "models",
        "appointment_picker new_people",
        "appointment_form pasted_people",
        "paste_page",
        "admin",
    ),
    "meetings": (
        "ordering querysets times",
        "models",
        "office_holders participants schedule_words statement_labels",
        "proposed_outcomes proposed_participants rescheduling",
        "admin",
    ),
    "photos": (
        "formats querysets",
        "models",
        "file_names metadata uses",
        "files people",
        "admin management",
    ),
    "website": (
        "absolute_links cards follow held listings menu models option_lists roles sorting spans texts",
        "facets sharing",
        "reads",
        "bodies capacities changes context filters jsonld",
        "parallel_texts search syndication templatetags",
        "api management",
        "views",
        "urls",
        "checks",
    ),
    "config": (
        "request_ids",
        (
            "addresses codings damage databases next_page django_strings formats heartbeat languages last_backup "
            "logs mailers messages postgresql privacy programs request_rate restarts site_address sqlite storage_url "
            "stored_environment styles work_queue"
        ),
        "environment health object_storage readiness signing_in storage upkeep",
        "admin_index admin_search backups",
        "admin checks moving server settings styleguide templatetags upgrades",
        "deployment_checks metrics preparation",
        "new_site",
        "api errors management middleware views watched",
        "closed kept_pages odd_values replicas request_size urls",
        "wsgi",
    ),
}
APART = {"__init__", "apps", "migrations", "translation"}  # apps and translation are read by Django alone


def test_apps_import_in_one_direction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BASE_DIR)

    assert lint_imports(no_cache=True) == 0


@pytest.mark.parametrize("app", LAYERS)
def test_every_folder_and_module_of_an_app_is_in_one_layer(app: str) -> None:
    parts = {path.stem for path in (BASE_DIR / app).iterdir() if path.suffix in ("", ".py")}

    assert sorted(name for layer in LAYERS[app] for name in layer.split()) == sorted(
        parts - APART - {"__pycache__", "fixtures"}
    )


@pytest.mark.parametrize("app", LAYERS)
def test_within_an_app_imports_lead_to_lower_layers_alone(app: str) -> None:
    rank = {f"{app}.{name}": rank for rank, layer in enumerate(LAYERS[app]) for name in layer.split()}

    upwards = [
        f"{importing} imports {imported}"
        for importing, modules in graph().items()
        for imported in modules
        if part(importing) in rank
        and part(imported) in rank
        and part(importing) != part(imported)
        and rank[part(imported)] >= rank[part(importing)]
    ]

    assert upwards == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    try:
        TopologicalSorter(graph()).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(error.args[1]))


@cache
def graph() -> dict[str, set[str]]:
    """Return the modules of all apps, each with those that it imports."""
    paths = {module_name(path): path for app in LAYERS for path in (BASE_DIR / app).rglob("*.py")}
    return {module: {each for each in imported_modules(path) if each in paths} for module, path in paths.items()}


def part(module: str) -> str:
    """Return the folder or module of the app that a module is, or is in."""
    return ".".join(module.split(".")[:2])


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(BASE_DIR).with_suffix("").parts).removesuffix(".__init__")


def imported_modules(path: Path) -> Iterator[str]:
    """Yield the modules that a file imports, or the package of what is no module."""
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{name.name}" for name in node.names]
            modules = [name for name in names if is_module(name)]
            yield from modules
            if len(modules) < len(names):
                yield node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


@cache
def is_module(name: str) -> bool:
    path = BASE_DIR.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()
