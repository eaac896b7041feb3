"""Who may import whom: publishing <- partners <- meetings <- config, and the layers within an app."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

BASE_DIR = Path(__file__).resolve().parents[2]
APPS = ("publishing", "partners", "meetings")

# Of a module within an app, by the first word of its name: it imports none from a higher layer. What is not named
# here (states, validators, dates, texts ...) belongs below or between, as its own imports show.
LAYERS = {
    "querysets": 1,
    "models": 2,
    "previews": 3,
    "verbs": 3,
    "reads": 3,
    "admin": 4,
    "context": 4,
    "filters": 4,
    "jsonld": 4,
    "management": 4,
    "middleware": 4,
    "templatetags": 4,
    "views": 4,
    "urls": 5,
}


def test_apps_import_in_one_direction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BASE_DIR)

    assert lint_imports(no_cache=True) == 0


@pytest.mark.parametrize("app", APPS)
def test_within_an_app_nothing_imports_from_a_higher_layer(app: str) -> None:
    upwards = [
        f"{path.relative_to(BASE_DIR)} imports {module}"
        for path in sorted((BASE_DIR / app).rglob("*.py"))
        for module in imported_modules(path)
        if module.startswith(f"{app}.") and layer(module) > layer(module_name(path))
    ]

    assert upwards == []


def layer(module: str) -> int:
    """Return the layer of a module of an app; 0 for what is in none."""
    first_word = module.split(".")[1].partition("_")[0]
    return LAYERS.get(first_word, 0)


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(BASE_DIR).with_suffix("").parts)


def imported_modules(path: Path) -> Iterator[str]:
    """Yield the modules that a file imports; none for a file in no layer, which may stand between two."""
    if layer(module_name(path)) == 0:
        return
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
