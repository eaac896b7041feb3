"""Whether a copy is one of our photos, told by hashes: what the public may know of it, and nothing of anything else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import OuterRef

from photos.formats import embedding
from photos.formats.metadata import Metadata
from photos.metadata import metadata_of
from photos.models import Photo, PhotoFile, PictureDigest
from website.reads.photos import photos
from website.reads.withdrawal_notices import WithdrawalNotice, notice_of, withdrawal_notice, withdrawal_of


class Verdict(StrEnum):
    """What a copy is, the best first."""

    CURRENT = "current"  # and carries what we say today, or nothing that could be compared
    CHANGED = "changed"  # but carries other words than we say today
    EDITED = "edited"  # the picture is; what is written into the file is not what we handed out
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
    compared: bool = False  # whether the whole file is as it was handed out, words and all
    replaced_on: datetime | None = None
    withdrawal: WithdrawalNotice | None = None


@dataclass(frozen=True)
class Copy:
    """What is known of a copy: SHA-256 hashes of its picture or of the whole, and where the file itself was at hand
    that of the `whole` for certain, and the fingerprint of the words that it claims to carry.
    """

    hashes: Sequence[str]
    whole: str = ""
    carried: str = ""


def verified(copy: Copy, at: datetime) -> Known | None:
    """Return what a copy is; None for what is not, or not publicly, ours."""
    hashes = [*copy.hashes, *filter(None, [copy.whole])]
    digests = list(PictureDigest.objects.filter(sha256__in=hashes).select_related("file__photo__gallery"))
    shown = photos(at).annotate(notice=notice_of(OuterRef("public_id"), at))
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
        return Known(
            Verdict.REPLACED, digest.size, photo.public_id, photo, words, replaced_on=file.replaced_at
        )
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
    return Known(
        Verdict.WITHDRAWN, digest.size, file.photo.public_id, withdrawal=withdrawal_notice(withdrawal, at)
    )
