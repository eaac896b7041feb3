"""The worked examples of CONTRIBUTING.md work in a copy of the code, with tests."""

from pathlib import Path
from typing import Final

import pytest

from tests.architecture.worked_examples import Change, copy_of_the_code, run, section, steps_in

# The kind first, whose text names the migration before its own.
EXAMPLES: Final = ("Add a kind of content", "Add a verb", "Add a page", "Add a field")
# The tests that fail where a step is left out.
HELD_BY: Final = (
    "tests/architecture/seen_everywhere.py",
    "tests/website/test_topic_page.py::test_its_background_is_there",
    "tests/config/test_admin_lists.py::test_the_front_page_costs_the_same_however_much_waits[1]",
    "tests/config/test_roles.py::test_every_publishable_kind_is_begun_and_approved_in_some_role",
    "tests/editorial/test_command.py::test_every_verb_of_the_table_is_tried",
    "tests/editorial/test_command.py::test_an_item_is_shown_with_its_obstacles",
    "tests/publishing/test_address_proposals.py::test_other_addresses_are_proposed_from_the_name_in_the_first_required_language",
    "tests/website/test_sitemap.py::test_every_page_of_the_sitemap_is_there",
    "tests/website/test_sitemap.py::test_the_index_takes_a_query_for_each_kind[1]",
    "tests/website/test_kind_checks.py::test_the_kinds_lack_nothing_and_are_checked_at_each_start",
)


def test_the_examples_work_and_a_new_kind_is_seen_everywhere(tmp_path: Path) -> None:
    copy = copy_of_the_code(tmp_path)
    steps = [step for title in EXAMPLES for step in steps_in(section(title))]

    for step in steps:
        step.make(copy)

    changes = [step for step in steps if isinstance(step, Change)]
    new_tests = [each.path for each in changes if each.path.startswith("tests/") and not each.before]
    run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", *new_tests, *HELD_BY)
    changed = {each.path for each in changes if each.path.endswith(".py")}
    run(copy, "-m", "ruff", "check", "--no-cache", *changed)
    run(copy, "-m", "ruff", "format", "--check", "--no-cache", *changed)
    assert run(copy, "manage.py", "makemigrations", "--check").strip() == "No changes detected"


@pytest.mark.parametrize("title", EXAMPLES)
def test_every_example_changes_the_code_and_tests_it(title: str) -> None:
    paths = [step.path for step in steps_in(section(title)) if isinstance(step, Change)]

    assert {path.startswith("tests/") for path in paths} == {True, False}
