"""Objects have a limit of length, and outlets ask for what is public."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db.models import Field, ManyToManyField, Model
from django.db.models.fields.related import ForeignObjectRel

from publishing.models import Document, JoinRow, Publishable
from tests.our_apps import APPS, nodes

BASE_DIR = Path(__file__).resolve().parents[2]

LINES_OF_A_MODULE = 320  # about 300: a story that stays together comes first
LINES_OF_A_FUNCTION = 40
REASON = "Long because: "  # followed by the reason, at the head of what is longer

FETCHING = {
    *(
        "aggregate",
        "all",
        "annotate",
        "count",
        "dates",
        "earliest",
        "exclude",
        "exists",
        "filter",
        "first",
        "get",
    ),
    *("in_bulk", "iterator", "last", "latest", "order_by", "public", "values", "values_list"),
}


def modules() -> Iterator[Path]:
    for app in APPS:
        for path in sorted((BASE_DIR / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def outlets() -> Iterator[Path]:
    """Yield the modules that answer readers: they get public rows, from reads."""
    for path in modules():
        if path.name in {"views.py", "filters.py", "feeds.py"} or path.parent.name == "views":
            yield path


def named(path: Path, line: int) -> str:
    return f"{path.relative_to(BASE_DIR)}:{line}"


def test_no_module_is_long_without_a_reason() -> None:
    long = {}
    for path in modules():
        lines = path.read_text().splitlines()
        if len(lines) > LINES_OF_A_MODULE and not any(REASON in line for line in lines[:5]):
            long[str(path.relative_to(BASE_DIR))] = len(lines)

    assert long == {}


def test_no_function_is_long_without_a_reason() -> None:
    long = {}
    for path in modules():
        source = path.read_text()
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                length = node.end_lineno - node.lineno + 1
                if length > LINES_OF_A_FUNCTION and REASON not in head(node, source):
                    long[f"{named(path, node.lineno)} {node.name}"] = length

    assert long == {}


def head(function: ast.FunctionDef | ast.AsyncFunctionDef, source: str) -> str:
    """Return the function's text through its first statement, a docstring if any."""
    return "\n".join(source.splitlines()[function.lineno - 1 : function.body[0].end_lineno])


def is_publishable(model: object) -> bool:
    return isinstance(model, type) and issubclass(model, Publishable | Document | JoinRow)


def relations() -> set[str]:
    """Return the names of relations to publishable models: sessions, photos ..."""
    return {name for model in apps.get_models() for name in relations_of(model)}


def relations_of(model: type[Model]) -> Iterator[str]:
    for field in model._meta.get_fields():
        if not is_publishable(field.related_model):
            continue
        if isinstance(field, ForeignObjectRel) and field.multiple and field.get_accessor_name():
            yield str(field.get_accessor_name())
        elif isinstance(field, ManyToManyField):
            yield field.name


def test_the_relations_that_are_watched_are_found() -> None:
    """Or the tests below would hold without looking."""
    assert {"sessions", "photos", "editions", "outcomes", "topics", "memberships"} <= relations()


def test_outlets_take_no_rows_themselves() -> None:
    watched = relations()
    taken = [
        named(path, node.lineno)
        for path in outlets()
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and takes_rows(node, watched)
    ]

    assert taken == []


def test_outlets_do_not_look_at_the_clock() -> None:
    """The moment is that of the request, which in a preview is another one than now."""
    looked = [
        named(path, node.lineno)
        for path in (*outlets(), *BASE_DIR.glob("*/context.py"))
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today"}
    ]

    assert looked == []


def takes_rows(node: ast.Attribute, watched: set[str]) -> bool:
    """Whether this is `Model.objects`, `Model._default_manager`, `row.topics.all` ..."""
    if node.attr in {"objects", "_default_manager", "_base_manager"}:
        return True
    return node.attr in FETCHING and isinstance(node.value, ast.Attribute) and node.value.attr in watched


def test_templates_take_no_rows_themselves() -> None:
    """Readers' templates: those of the admin show what the admin may see."""
    through_relation = "|".join(sorted(relations()))
    taking = re.compile(rf"\.objects\b|\.all\b|_set\b|\b(?:{through_relation})\.(?:{'|'.join(sorted(FETCHING))})\b")
    taken = []
    for path in sorted((BASE_DIR / "templates").rglob("*.*")):
        if path.is_relative_to(BASE_DIR / "templates" / "admin"):
            continue
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            tags = re.findall(r"\{\{.*?\}\}|\{%.*?%\}", line)
            taken += [f"{named(path, number)} {tag}" for tag in tags if taking.search(tag)]

    assert taken == []


def test_fields_that_hold_rows_of_one_model_are_not_taken_for_relations() -> None:
    """A foreign key gives one row, which the code that read the page has fetched."""
    foreign_keys = {field.name for model in apps.get_models() for field in model._meta.get_fields() if is_key(field)}

    assert foreign_keys & relations() == set()


def is_key(field: Field | ForeignObjectRel) -> bool:
    return bool(getattr(field, "many_to_one", False) and is_publishable(field.related_model))


def test_no_line_of_a_template_is_longer_than_160_characters() -> None:
    long = [
        f"{path.relative_to(BASE_DIR)}:{number}"
        for path in (BASE_DIR / "templates").rglob("*.html")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > 160
    ]

    assert long == []
