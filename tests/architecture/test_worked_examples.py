"""The worked examples of CONTRIBUTING.md work: done in a copy of the code, as they are written, with their tests."""

import re
from pathlib import Path

from tests.architecture.worked_examples import Change, copy_of_the_code, run, section, steps_in

# The kind first, whose text names the migration before its own.
EXAMPLES = ("Add a kind of content", "Add a verb", "Add a page", "Add a field")


def test_the_examples_work_and_a_new_kind_is_seen_everywhere(tmp_path: Path) -> None:
    copy = copy_of_the_code(tmp_path)
    tests = ["tests/architecture/seen_everywhere.py"]

    for title in EXAMPLES:
        for step in steps_in(section(title)):
            step.make(copy)
            if isinstance(step, Change) and re.fullmatch(r"tests/.*/test_\w+\.py", step.path):
                tests.append(step.path)

    run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)
    run(copy, "-m", "ruff", "check", "--no-cache", ".")
    run(copy, "-m", "ruff", "format", "--check", "--no-cache", ".")
    assert run(copy, "manage.py", "makemigrations", "--check").strip() == "No changes detected"


def test_every_example_has_steps_and_tests_itself() -> None:
    for title in EXAMPLES:
        changes = [step.path for step in steps_in(section(title)) if isinstance(step, Change)]

        assert any(path.startswith("tests/") for path in changes), title
