"""The admin of accounts and roles: an administrator gives roles, no other rights."""

from typing import Any, Final

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from editorial import second_factors
from editorial.admin_pages import AdminPages
from editorial.admin_urls import Link, admin_url
from editorial.merging_admin import MergingAdmin
from editorial.requests import account_of
from publishing.models import audit_log
from publishing.models.audit_log import Action
from publishing.previews import end_without_rights

# What only a superuser gives: everything at once, or single permissions beside the roles.
BEYOND_ROLES: Final = ("is_superuser", "user_permissions")
# Fields of one's own account that cannot be changed: an account neither gives itself a role nor locks itself out.
OF_ONESELF: Final = ("is_active", "is_staff", "groups")

admin.site.unregister([User, Group])


class LostSecondFactor(AdminPages):
    """The page on which an administrator removes another's lost second factors."""

    def urls(self) -> list[URLPattern]:
        view = self.admin.admin_site.admin_view(self.view)
        return [path("<path:object_id>/second-factor/", view, name=self.url_name("second_factor"))]

    def form_context(self, request: HttpRequest, row: User) -> dict[str, Any]:
        if not self._may(request, row) or not second_factors.has_one(row):
            return {}
        return {"object_tools": [Link(_("Remove second factors"), admin_url(row, "second_factor"))]}

    def view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        account = self.admin.get_object(request, unquote(object_id))
        if account is None:
            raise Http404
        if not self._may(request, account):
            raise PermissionDenied
        if request.method == "POST":
            if second_factors.remove_all(account, by=account_of(request)):
                messages.success(request, _("%(name)s has no second factor any more.") % {"name": account})
            return HttpResponseRedirect(admin_url(account))
        context = self.context(request, account) | {
            "title": _("Remove second factors"),
            "factors": [second_factors.name_of(each) for each in second_factors.of(account)],
            "change_url": admin_url(account),
        }
        return TemplateResponse(request, "admin/lost_second_factor.html", context)

    def _may(self, request: HttpRequest, account: User) -> bool:
        """One's own second factors are removed where they are added."""
        return account != request.user and self.admin.has_change_permission(request, account)


class LoggedAdmin(MergingAdmin):
    """The admin of accounts or roles, which enters changes in the audit log."""

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        return self._entered(request, super().log_addition(request, obj, message), obj)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        return self._entered(request, super().log_change(request, obj, message), obj)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Model]) -> Any:
        for row in queryset:
            audit_log.record(Action.DELETE, by=account_of(request), target=row)
        return super().log_deletions(request, queryset)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """End the preview links of accounts that may no longer see what the links show."""
        super().save_related(request, form, formsets, change)
        row = form.instance
        end_without_rights(row.user_set.all() if isinstance(row, Group) else [row], by=account_of(request))

    def _entered(self, request: HttpRequest, entry: LogEntry, row: Model) -> LogEntry:
        audit_log.record(Action.SAVE, by=account_of(request), target=row, reason=entry.get_change_message())
        return entry


@admin.register(User)
class AccountAdmin(LoggedAdmin, UserAdmin):
    """The admin of accounts; superusers alone change superusers and further rights."""

    readonly_fields = ("last_login", "date_joined")
    page_classes = (LostSecondFactor,)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        if account_of(request).is_superuser:
            return super().get_readonly_fields(request, obj)
        own = OF_ONESELF if obj == request.user else ()
        return (*super().get_readonly_fields(request, obj), *BEYOND_ROLES, *own)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _is_within_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Refuse to delete one's own account, so that the last administrator remains."""
        allowed = super().has_delete_permission(request, obj) and _is_within_reach(request, obj)
        return allowed and (obj is None or obj != request.user)


@admin.register(Group)
class RoleAdmin(LoggedAdmin, GroupAdmin):
    """The admin of roles, whose rights only superusers change."""


def _is_within_reach(request: HttpRequest, account: User | None) -> bool:
    return account_of(request).is_superuser or account is None or not account.is_superuser
