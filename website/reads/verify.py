"""Verifies a copy of one of our photos by hashes, with public information only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from photos.formats import embedding
from photos.formats.metadata import Metadata
from photos.metadata import metadata_of
from photos.models import Photo, PhotoFile, PictureDigest
from website.reads.photos import photos
from website.reads.withdrawal_notices import WithdrawalNotice, withdrawal_notice, withdrawal_of


class Verdict(StrEnum):
    """The result of a verification, best first."""

    CURRENT = "current"  # and its metadata is current, or could not be compared
    CHANGED = "changed"  # but its metadata is not current
    EDITED = "edited"  # the picture is ours, but the metadata in the file is not
    REPLACED = "replaced"  # an earlier picture of the photo
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Known:
    """A copy of one of our photos; without photo and words if published in error."""

    verdict: Verdict
    size: str
    public_id: str
    photo: Photo | None = None
    words: Metadata | None = None
    compared: bool = False  # whether the whole file, with its metadata, is unchanged
    replaced_on: datetime | None = None
    withdrawal: WithdrawalNotice | None = None


@dataclass(frozen=True)
class Copy:
    """The data about a copy: SHA-256 hashes of its picture or of the whole file.

    If the browser read the file, `whole` is the hash of the file, with the fingerprint of its metadata.
    """

    hashes: Sequence[str]
    whole: str = ""
    carried: str = ""


def verified(copy: Copy, at: datetime) -> Known | None:
    """Return the result for a copy. None if it is not one of our public photos."""
    hashes = [*copy.hashes, *filter(None, [copy.whole])]
    digests = list(PictureDigest.objects.filter(sha256__in=hashes).select_related("file__photo__gallery"))
    shown = photos(at)
    found = {photo.pk: photo for photo in shown.filter(pk__in=[each.file.photo_id for each in digests])}
    known = [each for digest in digests if (each := _known(digest, found, copy, at))]
    return min(known, key=lambda each: list(Verdict).index(each.verdict), default=None)


def _known(digest: PictureDigest, public: Mapping[int, Photo], copy: Copy, at: datetime) -> Known | None:
    file = digest.file
    if file.replaced_at and not file.was_ever_public:
        return None
    photo = public.get(file.photo_id)
    if photo is None:
        return _withdrawn(digest, file, at)
    words = metadata_of([photo], at)[photo.pk]
    if file.replaced_at:
        return Known(Verdict.REPLACED, digest.size, photo.public_id, photo, words, replaced_on=file.replaced_at)
    said, verdict = digest.words or copy.carried, Verdict.CURRENT
    if said and said != embedding.fingerprint(words):
        verdict = Verdict.CHANGED
    elif copy.whole and digest.sha256 != copy.whole:
        verdict = Verdict.EDITED
    return Known(verdict, digest.size, photo.public_id, photo, words, compared=bool(digest.words))


def _withdrawn(digest: PictureDigest, file: PhotoFile, at: datetime) -> Known | None:
    withdrawal = withdrawal_of(file.photo, at)
    if withdrawal is None:
        return None
    return Known(Verdict.WITHDRAWN, digest.size, file.photo.public_id, withdrawal=withdrawal_notice(withdrawal, at))
