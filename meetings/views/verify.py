"""Is this photo one of ours? Told by hashes, which the reader's browser computes, or somebody pastes."""

import re
from typing import Any, Final

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from meetings.reads.verify import verified
from publishing.views import AtThisMoment

SHA256: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
FINGERPRINT: Final = re.compile(r"[0-9a-f]{16}")
MOST_HASHES: Final = 4  # of the whole file, and of its picture


class VerifyPage(AtThisMoment, TemplateView):
    template_name = "meetings/verify.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = " ".join(self.request.GET.getlist("hash")).strip()
        hashes = SHA256.findall(asked.lower())[:MOST_HASHES]
        carried = self.request.GET.get("words", "")
        if not FINGERPRINT.fullmatch(carried):
            carried = ""
        refusal = ""
        if asked and not hashes:
            refusal = _("That is no SHA-256 hash: it has 64 digits from 0 to 9 and letters from a to f.")
        return super().get_context_data(**kwargs) | {
            "asked": asked[:200],
            "refusal": refusal,
            "is_asked": bool(hashes),
            "known": verified(hashes, carried, self.at) if hashes else None,
        }
