"""The abstract models that other apps build on, and the models of this app."""

from publishing.models.audit_log import AuditLogEntry, UnreviewedChange
from publishing.models.content import Content
from publishing.models.editions import Document, Edition, Item
from publishing.models.former_addresses import FormerAddress
from publishing.models.last_runs import LastRun
from publishing.models.office import Office
from publishing.models.pages import Page
from publishing.models.preview_links import PreviewLink
from publishing.models.proposals import Proposal
from publishing.models.records import Child, JoinRow, Publishable, Record
from publishing.models.restoration import Restoration
from publishing.models.sign_ins import RefusedSignIns
from publishing.models.stamp import ContentStamp
from publishing.models.withdrawals import Withdrawal
from publishing.models.worker_reports import WorkerReport

__all__ = [
    "AuditLogEntry",
    "Child",
    "Content",
    "ContentStamp",
    "Document",
    "Edition",
    "FormerAddress",
    "Item",
    "JoinRow",
    "LastRun",
    "Office",
    "Page",
    "PreviewLink",
    "Proposal",
    "Publishable",
    "Record",
    "RefusedSignIns",
    "Restoration",
    "UnreviewedChange",
    "Withdrawal",
    "WorkerReport",
]
