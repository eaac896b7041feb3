"""The table of contents: every public address of DESIGN's section on addresses starts here."""

from django.contrib import admin
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls)]
