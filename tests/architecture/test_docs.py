"""The documents name what exists, and what exists is documented."""

import re
from importlib import import_module
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po
from django.core.management import get_commands

from config.environment import VARIABLES
from meetings.rescheduling import TABLE as SCHEDULE
from meetings.times import Status
from publishing.states import PublicationStatus
from publishing.workflow import TABLE
from tests.our_apps import APPS

BASE_DIR = Path(__file__).resolve().parents[2]
PUBLISHING = (BASE_DIR / "docs" / "publishing.md").read_text()

FOLDERS = (*APPS, "templates", "static", "locale", "tests")
DOCUMENTS = [
    *(BASE_DIR / f"{name}.md" for name in ("README", "ARCHITECTURE", "CONTRIBUTING")),
    *sorted((BASE_DIR / "docs").rglob("*.md")),
]


def documents() -> str:
    """Return the texts of all documents for people, one below the other."""
    return "\n".join(path.read_text() for path in DOCUMENTS)


def commands_of_run() -> set[str]:
    return set(re.findall(r"^  \./run (\w+)", (BASE_DIR / "run").read_text(), re.MULTILINE))


def our_commands() -> set[str]:
    return {name for name, app in get_commands().items() if app in APPS}


def test_every_command_of_run_that_is_named_exists() -> None:
    assert set(re.findall(r"\./run ([a-z]+)", documents())) - commands_of_run() == set()


def test_every_command_of_run_is_documented() -> None:
    assert commands_of_run() - set(re.findall(r"\./run ([a-z]+)", documents())) == set()


def test_every_management_command_that_is_named_exists() -> None:
    assert set(re.findall(r"\./run manage ([a-z_]+)", documents())) - set(get_commands()) == set()


def test_every_management_command_of_ours_is_documented() -> None:
    text = documents()

    assert {name for name in our_commands() if not re.search(rf"(?:`|\./run (?:manage )?){name}\b", text)} == set()


def test_every_variable_that_is_named_exists() -> None:
    assert set(re.findall(r"PLENARY_[A-Z_]+\b", documents())) - set(VARIABLES) == set()


def test_every_variable_is_documented() -> None:
    assert set(VARIABLES) - set(re.findall(r"PLENARY_[A-Z_]+\b", documents())) == set()


def test_the_table_of_verbs_is_the_one_in_the_code() -> None:
    written = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \| (approve|change) \| (.+?) \|$", PUBLISHING, re.MULTILINE)
    stood = [
        (
            str(row.label),
            ", ".join(
                str(publication_status.label)
                for publication_status in PublicationStatus
                if publication_status in row.source
            ),
            str(row.target.label) if row.target else "as it was",
            row.permission,
            ", ".join(row.asks) or "–",
        )
        for row in TABLE
    ]

    assert written == stood


def test_the_table_of_verbs_of_the_schedule_is_the_one_in_the_code() -> None:
    rows = {
        f"| {verb.label} | {', '.join(str(each.label) for each in Status if each in verb.source)}"
        f" | {', '.join(verb.asks)} |"
        for verb in SCHEDULE.values()
    }

    assert rows == {line for line in PUBLISHING.splitlines() if line.startswith(("| Postpone", "| Move"))}


def test_what_is_said_of_the_roles_names_each_of_them() -> None:
    roles = set(import_module("website.migrations.0001_roles").ROLES)
    described = re.findall(r"^\| ([a-z ]+) \| [^|]+ \| (?:nothing|galleries|all content)", PUBLISHING, re.MULTILINE)

    assert roles == set(described)


# No paths of ours: addresses of pages, folders that the first start makes, and a language that is added.
NO_PATHS = {"changes/", "v1/", "v2/", "var/", "venv/", "fr/", "locale/fr/LC_MESSAGES/django.po"}
ENDINGS = "py|html|js|css|md|po|toml|txt"


def paths_that_are_named(text: str) -> set[str]:
    """Return the paths of files and folders written in code, and those of links."""
    text = re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL)  # code, where "](" is no link
    code = re.findall(rf"`([\w-]+(?:/[\w.-]+)*(?:/|\.(?:{ENDINGS})))`", text)
    prose = re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)
    return {*code, *re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", prose)} - NO_PATHS


def folders_in_the_map(text: str) -> list[str]:
    """Return the folders in the map of ARCHITECTURE.md, each below its parent."""
    drawn = re.search(r"^    publishing/ .*\n(?:    .*\n)+", text, re.MULTILINE)
    folders, above = [], ""
    for indent, name in re.findall(r"^    ( *)(\w+/) ", drawn[0] if drawn else "", re.MULTILINE):
        above = above if indent else name
        folders.append(above + name if indent else name)
    return folders


def names_in_code(text: str) -> set[str]:
    """Return names of classes, functions and fields in code, such as `lock_row`."""
    words = re.findall(r"`\.?([A-Za-z_]\w*)(?:\(\w*\))?`", text)
    return {word for word in words if "_" in word or re.search(r"[a-z][A-Z]", word)}


def test_every_path_that_is_named_exists() -> None:
    """As a path from the root, from the document, or from any folder of ours."""
    ours = [path for folder in FOLDERS for path in (BASE_DIR / folder).rglob("*")]
    known = {f"/{path.relative_to(BASE_DIR)}{'/' * path.is_dir()}" for path in ours}
    missing = {
        f"{document.relative_to(BASE_DIR)}: {named}"
        for document in DOCUMENTS
        for named in paths_that_are_named(document.read_text())
        if not ((BASE_DIR / named).exists() or (document.parent / named).exists())
        and not any(path.endswith(f"/{named}") for path in known)
    }

    assert missing == set()


def test_the_map_names_every_app_and_no_folder_that_does_not_exist() -> None:
    folders = folders_in_the_map((BASE_DIR / "ARCHITECTURE.md").read_text())

    assert {folder for folder in folders if not (BASE_DIR / folder).is_dir()} == set()
    assert {f"{app}/" for app in APPS} - set(folders) == set()


def test_every_name_that_is_written_in_code_is_in_the_code() -> None:
    """A class, function or field that was renamed is renamed in the documents too."""
    written = [
        path.read_text()
        for folder in FOLDERS
        for path in (BASE_DIR / folder).rglob("*")
        if path.suffix in (".py", ".html", ".js") and path.name != Path(__file__).name
    ]
    known = set(re.findall(r"\w+", "\n".join(written)))
    unknown = {
        f"{document.relative_to(BASE_DIR)}: {name}"
        for document in DOCUMENTS
        for name in names_in_code(document.read_text()) - known
    }

    assert unknown == set()


WORDS_OF_A_DECISION = 290  # half a page
DECISIONS = sorted((BASE_DIR / "docs" / "decisions").glob("*.md"))


def test_every_decision_has_its_number_a_status_and_half_a_page() -> None:
    texts = {path.name: path.read_text() for path in DECISIONS}

    assert [int(name[:4]) for name in texts] == list(range(1, len(texts) + 1))
    assert {name for name, text in texts.items() if not text.startswith(f"# {int(name[:4])}. ")} == set()
    assert {name for name, text in texts.items() if "\nStatus: " not in text} == set()
    assert {name: len(text.split()) for name, text in texts.items() if len(text.split()) > WORDS_OF_A_DECISION} == {}


def test_every_decision_that_code_names_exists() -> None:
    named = {
        name
        for folder in FOLDERS
        for path in (BASE_DIR / folder).rglob("*.py")
        for name in re.findall(r"docs/decisions/(\d{4}[\w-]*)", path.read_text())
    }

    assert named
    assert {name for name in named if not any(path.stem.startswith(name) for path in DECISIONS)} == set()


GUIDES = [BASE_DIR / "docs" / name for name in ("publishing.md", "photos.md")]
# In quotation marks, but no labels of ours: examples, and a label of django-reversion.
NO_LABELS = {"XX", "OLYMPUS DIGITAL CAMERA", "Recover deleted"}


def labels_that_are_named(text: str) -> set[str]:
    """Return labels of the interface: in italics or quotation marks, with a capital."""
    prose = " ".join(re.sub(r"`[^`]*`|\*\*", "", text).split())
    return {*re.findall(r"\*([A-Z][^*|]+)\*", prose), *re.findall(r'"([A-Z][^"]+)"', prose)} - NO_LABELS


def labels_of_the_interface() -> re.Pattern[str]:
    """Return what a label matches: a message with its placeholders filled in."""
    catalogue = (BASE_DIR / "locale" / "de" / "LC_MESSAGES" / "django.po").read_bytes()
    messages = [message.id for message in read_po(BytesIO(catalogue)) if isinstance(message.id, str)]
    parts = [re.split(r"%\(\w+\)s", message) for message in messages]
    return re.compile("|".join(".+".join(map(re.escape, each)) for each in parts if len("".join(each)) > 3))


def test_every_label_that_guides_name_is_one_of_the_interface() -> None:
    known = labels_of_the_interface()
    unknown = {
        f"{guide.name}: {label}"
        for guide in GUIDES
        for label in labels_that_are_named(guide.read_text())
        if not known.fullmatch(label)
    }

    assert unknown == set()


def anchors(text: str) -> set[str]:
    """Return the anchors of the headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_heading_that_a_link_leads_to_exists() -> None:
    links = {
        (document, target, anchor)
        for document in DOCUMENTS
        for target, anchor in re.findall(r"\]\(([^)#:\s]*)#([^)\s]+)\)", document.read_text())
    }

    assert links
    assert {
        f"{document.name}: {target}#{anchor}"
        for document, target, anchor in links
        if anchor not in anchors((document.parent / target if target else document).read_text())
    } == set()
