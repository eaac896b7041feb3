"""The admin of records, which are edited in place, with a column per language."""

from django.conf import settings
from django.contrib import admin
from django.db.models import Model
from django.utils.translation import get_language_info, gettext_lazy
from modeltranslation.utils import build_localized_fieldname

from editorial.languages import LanguageTabsAdmin
from editorial.publishable import PublishableAdmin


class LanguagesColumn:
    """Mixin of an admin of translated rows that lists each row's languages."""

    @admin.display(description=gettext_lazy("languages"))
    def languages_present(self, row: Model) -> str:
        translated = self.trans_opts.all_fields  # type: ignore[attr-defined]
        required = [field.name for field in row._meta.fields if field.name in translated and not field.blank]
        text = [*required, *getattr(row, "essential_texts", ()), *translated][0]
        present = [code for code, _name in settings.LANGUAGES if getattr(row, build_localized_fieldname(text, code))]
        return ", ".join(str(get_language_info(code)["name_translated"]) for code in present)


class RecordAdmin(LanguagesColumn, PublishableAdmin, LanguageTabsAdmin):
    """The admin of a record with translated texts."""
