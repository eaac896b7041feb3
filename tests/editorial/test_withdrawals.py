"""The register of withdrawals: what, why, by whom; only its words can be fixed."""

from typing import Any

from django.test import Client

from publishing.models import Withdrawal
from publishing.states import WithdrawalKind
from tests import factories
from tests.admin_forms import change, page, send


def make_withdrawal(target: Any) -> Withdrawal:
    texts = factories.both("explanation", "Replaced.")
    return Withdrawal.objects.create(public_id=target.public_id, kind=WithdrawalKind.OUT_OF_DATE, reason="Old", **texts)


def test_the_list_names_what_is_withdrawn_and_leads_there(admin_client: Client) -> None:
    meeting = factories.make_meeting()
    make_withdrawal(meeting)
    listing = admin_client.get(page(Withdrawal, "changelist")).content.decode()
    assert f'<a href="{change(meeting)}">{meeting}</a>' in listing


def test_only_the_explanation_can_be_corrected(admin_client: Client) -> None:
    withdrawal = make_withdrawal(factories.make_meeting())
    send(admin_client, change(withdrawal), explanation_en="Superseded.", kind="in_error")
    withdrawal.refresh_from_db()
    assert (withdrawal.explanation_en, withdrawal.kind) == ("Superseded.", WithdrawalKind.OUT_OF_DATE)


def test_a_withdrawal_is_neither_added_nor_deleted_by_hand(admin_client: Client) -> None:
    withdrawal = make_withdrawal(factories.make_meeting())
    assert admin_client.get(page(Withdrawal, "add")).status_code == 403
    assert admin_client.post(page(Withdrawal, "delete", withdrawal.pk), {"post": "yes"}).status_code == 403
