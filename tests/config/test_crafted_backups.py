"""Archives that no backup made are refused before anything is written."""

import hashlib
import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
import zstandard
from django.core.management import CommandError

from config.backups.archives import ArchiveReader

CONTENT = b"of a file"
DATABASE = "database.sqlite3.zst"
UNREADABLE = "The manifest of the backup cannot be read: the backup is damaged."


def entry(name: str) -> dict[str, Any]:
    return {"name": name, "size": len(CONTENT), "sha256": hashlib.sha256(CONTENT).hexdigest()}


def archive(path: Path, *names: str, link: str = "", **more: Any) -> Path:
    """Write an archive of files with these names; `more` replaces manifest facts."""
    facts = {"version": 1, "made_at": "2026-11-26T010101Z", "vendor": "sqlite", "migrations": [], "files": []}
    manifest = json.dumps(facts | {"database": entry(DATABASE)} | more).encode()
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as tar:
        if link:
            member = tarfile.TarInfo("files/link")
            member.type, member.linkname = tarfile.SYMTYPE, link
            tar.addfile(member)
        for name, content in (*((name, CONTENT) for name in (*names, DATABASE)), ("manifest.json", manifest)):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    path.write_bytes(zstandard.ZstdCompressor().compress(written.getvalue()))
    return path


def problems(path: Path) -> list[str]:
    return [*ArchiveReader(path).problems(lambda _size: None)]


def test_one_with_what_its_manifest_says_is_accepted(tmp_path: Path) -> None:
    path = archive(tmp_path / "site.tar.zst", "files/flags/a.png", files=[entry("flags/a.png")])

    assert problems(path) == []


@pytest.mark.parametrize("name", ["../../evil", "/etc/evil", "photos/../../evil", ""])
def test_a_name_that_leads_out_of_the_storage_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError, match=UNREADABLE):
        problems(archive(tmp_path / "site.tar.zst", f"files/{name}", files=[entry(name)]))


@pytest.mark.parametrize(
    "more", [{"vendor": "oracle"}, {"made_at": "today"}, {"database": entry("../plenary.sqlite3")}, {"files": [1]}]
)
def test_a_manifest_of_something_else_is_refused(tmp_path: Path, more: dict[str, Any]) -> None:
    with pytest.raises(CommandError, match=UNREADABLE):
        problems(archive(tmp_path / "site.tar.zst", **more))


def test_a_link_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="holds files/link, which is no file: use another backup"):
        problems(archive(tmp_path / "site.tar.zst", link="/etc/passwd"))


def test_a_file_that_the_manifest_does_not_name_is_a_problem(tmp_path: Path) -> None:
    assert problems(archive(tmp_path / "site.tar.zst", "files/more")) == ["files/more is not in the manifest."]
