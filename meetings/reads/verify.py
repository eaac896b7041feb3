"""Whether a copy is one of our photos, told by hashes: what the public may know of it, and nothing of anything else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from meetings.models import Photo, PhotoFile, PictureDigest
from meetings.photos import embedding
from meetings.photos.metadata import Metadata
from meetings.reads.photo_metadata import metadata_of
from meetings.reads.photos import photos
from publishing.detail import withdrawal_of
from publishing.notices import Told, told


class Verdict(StrEnum):
    """What a copy is, the best first."""

    CURRENT = "current"  # and carries what we say today, or nothing that could be compared
    CHANGED = "changed"  # but carries other words than we say today
    REPLACED = "replaced"  # an earlier picture of the photo
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Known:
    """A copy that we know. Of what was withdrawn in error neither the photo nor its words are told."""

    verdict: Verdict
    size: str
    public_id: str
    photo: Photo | None = None
    words: Metadata | None = None
    compared: bool = False  # whether the copy told which words it carries
    replaced_on: datetime | None = None
    withdrawal: Told | None = None


def verified(hashes: Iterable[str], carried: str, at: datetime) -> Known | None:
    """Return what a copy with one of these SHA-256 hashes is; None for what is not, or not publicly, ours.

    `carried` is the fingerprint of the words that it carries, empty where it tells none.
    """
    digests = list(
        PictureDigest.objects.filter(sha256__in=list(hashes)).select_related("file__photo__gallery")
    )
    found = {
        photo.pk: photo for photo in photos(at).filter(pk__in=[digest.file.photo_id for digest in digests])
    }
    known = [each for digest in digests if (each := _known(digest, found, carried, at))]
    return min(known, key=lambda each: list(Verdict).index(each.verdict), default=None)


def _known(digest: PictureDigest, public: dict[int, Photo], carried: str, at: datetime) -> Known | None:
    file = digest.file
    if file.replaced_at and not file.was_public:
        return None
    photo = public.get(file.photo_id)
    if photo is None:
        return _withdrawn(digest, file, at)
    words = metadata_of([photo], at)[photo.pk]
    if file.replaced_at:
        return Known(
            Verdict.REPLACED, digest.size, photo.public_id, photo, words, replaced_on=file.replaced_at
        )
    same = not carried or carried == embedding.fingerprint(words)
    verdict = Verdict.CURRENT if same else Verdict.CHANGED
    return Known(verdict, digest.size, photo.public_id, photo, words, compared=bool(carried))


def _withdrawn(digest: PictureDigest, file: PhotoFile, at: datetime) -> Known | None:
    withdrawal = withdrawal_of(file.photo, at)
    if withdrawal is None:
        return None
    return Known(Verdict.WITHDRAWN, digest.size, file.photo.public_id, withdrawal=told(withdrawal, at))
