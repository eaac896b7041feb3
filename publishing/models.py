"""What the other apps build on, and the tables of this one."""

from publishing.editions import Document, Edition
from publishing.former_addresses import FormerAddress
from publishing.open_forms import OpenForm, SentForm
from publishing.preview_links import PreviewLink
from publishing.proposals import Proposal
from publishing.records import Child, Part, Publishable, Record
from publishing.sign_ins import RefusedSignIns
from publishing.trail import TrailEntry
from publishing.withdrawals import Withdrawal

__all__ = [
    "Child",
    "Document",
    "Edition",
    "FormerAddress",
    "OpenForm",
    "Part",
    "PreviewLink",
    "Proposal",
    "Publishable",
    "Record",
    "RefusedSignIns",
    "SentForm",
    "TrailEntry",
    "Withdrawal",
]
