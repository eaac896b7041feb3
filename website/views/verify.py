"""The page that verifies a photo by hashes, from the browser or pasted."""

import re
from typing import Any, Final

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from website.reads.verify import Copy, verified
from website.reads.withdrawal_notices import notice_of
from website.views.base import AtThisMoment, permanent

SHA256: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
FINGERPRINT: Final = re.compile(r"[0-9a-f]{16}")
MOST_HASHES: Final = 4


class VerifyPage(AtThisMoment, TemplateView):
    template_name = "website/verify.html"
    parameters = frozenset({"hash", "file", "words"})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = " ".join(self.request.GET.getlist("hash")).strip()
        hashes = SHA256.findall(asked.lower())[:MOST_HASHES]
        whole, carried = self.get_parameter("file", SHA256), self.get_parameter("words", FINGERPRINT)
        refusal = ""
        if asked and not hashes:
            refusal = _("This is not a SHA-256 hash. Enter 64 characters: digits from 0 to 9 and letters from a to f.")
        known = verified(Copy(hashes, whole, carried), self.at) if hashes or whole else None
        return super().get_context_data(**kwargs) | {
            "asked": asked[:200],
            "refusal": refusal,
            "is_asked": bool(hashes or whole),
            "known": known,
            "notice": notice_of(known.photo, self.request) if known and known.photo else "",
            **(permanent(self.request, known.public_id) if known else {}),
        }

    def get_parameter(self, name: str, form: re.Pattern[str]) -> str:
        """Return a parameter of the query string. Empty if it does not have the form."""
        value = self.request.GET.get(name, "")
        return value if form.fullmatch(value) else ""
