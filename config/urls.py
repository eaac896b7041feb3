"""The root URL configuration."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config import views
from config.admin import ADMIN_PREFIX
from config.styleguide import Styleguide
from website import urls as website_urls

ADMIN = ADMIN_PREFIX.removeprefix("/")

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.not_found"
handler429 = "config.errors.too_many_requests"  # allauth's
handler500 = "config.errors.server_error"

IN_EACH_LANGUAGE: list[URLPattern | URLResolver] = [*website_urls.localized]

urlpatterns = [
    path("", views.to_best_language, name="root"),
    path(f"{ADMIN}login/", admin.site.login, name="account_login"),  # allauth's name for the page
    path(ADMIN, include("config.signing_in.urls")),
    path(ADMIN, admin.site.urls),
    path("favicon.ico", views.favicon, name="favicon"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
    path("robots.txt", views.robots, name="robots"),
    *website_urls.urlpatterns,
    *i18n_patterns(*IN_EACH_LANGUAGE, prefix_default_language=True),
    *([path("styleguide/", Styleguide.as_view(), name="styleguide")] if settings.DEBUG else []),
]
