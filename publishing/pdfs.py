"""The PDF that an edition may carry."""

import hashlib
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from publishing.addresses import path_of

MAX_BYTES = 30 * 1024 * 1024


def validate_pdf(upload: File) -> None:
    """Raise ValidationError unless it begins as a PDF and has at most 30 MB."""
    if upload.size > MAX_BYTES:
        raise ValidationError(_("The file is larger than 30 MB. Save the PDF with smaller pictures."))
    upload.seek(0)
    if upload.read(5) != b"%PDF-":
        raise ValidationError(_("This file is not a PDF. Choose a PDF file; renaming another file does not help."))


def pdf_path(edition: Any, filename: str) -> str:
    """Return the path of the PDF, by the hash of its content; drop its name."""
    edition.pdf.seek(0)
    digest = hashlib.file_digest(edition.pdf.file, "sha256").hexdigest()
    edition.pdf.seek(0)
    return f"editions/{edition.public_id}/{digest}.pdf"


def pdf_url(edition: Any) -> str:
    """Return the public address of an edition's PDF; empty where it has none."""
    if not edition.pdf.name:
        return ""
    return path_of("edition-pdf", edition.public_id, PurePosixPath(edition.pdf.name).stem[:16])
