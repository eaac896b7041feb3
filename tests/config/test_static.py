"""Static files as they are served."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.management import call_command
from pytest_django.fixtures import Settings

from config.static import bare


def test_a_stylesheet_loses_comments_and_indentation_and_nothing_else() -> None:
    css = """/* Head. */
a::before { /* why
   so */
  content: "/* kept */" / '';
  margin: 0 calc(1px + 2px);
}
"""

    assert bare(css) == """a::before {\ncontent: "/* kept */" / '';\nmargin: 0 calc(1px + 2px);\n}"""


def test_our_stylesheets_are_served_bare_under_names_of_their_content(
    settings: Settings, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "config.static.StaticFilesStorage"}}

    call_command("collectstatic", interactive=False, verbosity=0)

    stored = [path for path in (tmp_path / "css").iterdir() if path.suffix == ".css"]
    source = Path(str(finders.find("css/site.css"))).read_text()
    site = next(path for path in stored if path.name.startswith("site."))
    assert "/*" in source
    assert [path.name for path in stored if "/*" in path.read_text()] == []
    assert {path.name.count(".") for path in stored} == {2}  # none without a hash
    assert site.with_name(f"{site.name}.br").exists()
    assert "fonts/source-serif-4." in site.read_text()
    assert site.read_text().count("{") == bare(source).count("{")
    assert (
        "/*" in next((tmp_path / "admin" / "css").glob("base.*.css")).read_text()
    )  # the packages' stay as they are
