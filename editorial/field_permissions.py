"""The fields of a row that an account may change: one rule for all of the admin.

An account that may add or approve rows of a kind may change every field of those that it may change at all. An
account that may only change them is a translator: it changes the texts that have a column per language, and no
facts, such as the address, the day, the credit line or who took part.
"""

from typing import Final

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model

from publishing.languages import columns_of, translated_fields

# The order of rows is no content: an account that may change the parent sorts them, and the audit log counts it as no
# change.
POSITION: Final = "position"


def may_change_field(user: User | AnonymousUser, model: type[Model], name: str) -> bool:
    """Whether the account may change the field, of a row that it may change."""
    return name == POSITION or may_change_facts(user, model) or name in texts_of(model)


def may_change_facts(user: User | AnonymousUser, model: type[Model]) -> bool:
    """Whether the account may change more than the texts of rows of the kind."""
    app, kind = model._meta.app_label, model._meta.model_name
    return any(user.has_perm(f"{app}.{action}_{kind}") for action in ("add", "approve"))


def texts_of(model: type[Model]) -> set[str]:
    """Return the names of the columns with the model's texts in each language."""
    translated = translated_fields(model)
    return {*translated, *columns_of(*translated)}
