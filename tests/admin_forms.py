"""Helpers for tests of the admin: addresses, forms as browsers send them, errors."""

from typing import Any

from django.db.models import Model
from django.forms import FileField
from django.test import Client
from django.urls import reverse

from publishing.states import State

DRAFT: dict[str, Any] = {"state": State.DRAFT, "publish_at": None}


def page(kind: type[Model] | Model, name: str, *args: Any) -> str:
    """Return the address of an admin page about a kind, or about a row by its key."""
    return reverse(f"admin:{kind._meta.app_label}_{kind._meta.model_name}_{name}", args=args)


def change(row: Model) -> str:
    """Return the address of the row's form."""
    return page(row, "change", row.pk)


def filled(answer: Any) -> dict[str, Any]:
    """Return what a browser would send for the page's unchanged form, without files."""
    forms = [answer.context["adminform"].form]
    for inline in answer.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    fields = [bound for form in forms for bound in form if not isinstance(bound.field, FileField)]
    sent = {bound.html_name: bound.value() for bound in fields} | base_of(answer)
    return {name: value for name, value in sent.items() if value is not None and value is not False}


def base_of(answer: Any) -> dict[str, str]:
    """Return the hidden input with the form's base; nothing if the page has no form."""
    context = answer.context or {}
    return {context["base_name"]: context["base"]} if "base" in context else {}


def opened(client: Client, address: str) -> dict[str, str]:
    """Open the form at the address; return its base alone."""
    return base_of(client.get(address))


def send(client: Client, address: str, **changes: Any) -> Any:
    """Open the form at the address, change something, and send it."""
    return client.post(address, filled(client.get(address)) | changes)


def errors(answer: Any) -> dict[str, list[str]]:
    """Return the errors of the page, by the fields at which they are."""
    found: dict[str, list[str]] = {}
    _gather(found, "", answer.context["adminform"].form)
    for inline in answer.context["inline_admin_formsets"]:
        formset = inline.formset
        if formset.non_form_errors():
            found[formset.prefix] = [str(each) for each in formset.non_form_errors()]
        for form in formset.forms:
            _gather(found, f"{form.prefix}-", form)
    return found


def messages(answer: Any) -> list[str]:
    """Return what the page says in its messages."""
    return [str(message) for message in answer.context["messages"]]


def _gather(found: dict[str, list[str]], prefix: str, form: Any) -> None:
    for field, sentences in form.errors.items():
        found[prefix + field] = [str(each) for each in sentences]
