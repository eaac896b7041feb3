"""What the other apps build on, and the tables of this one."""

from publishing.editions import Document, Edition
from publishing.former_addresses import FormerAddress
from publishing.records import Child, Part, Publishable, Record
from publishing.sign_ins import RefusedSignIns
from publishing.trail import TrailEntry
from publishing.withdrawals import Withdrawal

__all__ = [
    "Child",
    "Document",
    "Edition",
    "FormerAddress",
    "Part",
    "Publishable",
    "Record",
    "RefusedSignIns",
    "TrailEntry",
    "Withdrawal",
]
