"""A real SMTP server for tests (aiosmtpd) that keeps or refuses messages."""

import re
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Final, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

REFUSAL: Final = "451 Try again later"


@dataclass
class Inbox:
    """What the server does with e-mails."""

    taken: list[EmailMessage] = field(default_factory=list)
    refuses: bool = False
    refused: int = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's
        if self.refuses:
            self.refused += 1
            return REFUSAL
        self.taken.append(message_from_bytes(cast(bytes, envelope.content), policy=policy.default))
        return "250 OK"

    def link(self) -> str:
        """Return the path of the link in the newest e-mail."""
        found = re.search(r"https?://[^/\s]+(/\S+)", self.taken[-1].get_content())
        assert found, self.taken[-1]
        return found[1]


def start(inbox: Inbox, port: int) -> Controller:
    controller: Any = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    return cast(Controller, controller)
