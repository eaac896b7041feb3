"""The addresses of this app, in each language. The pages of one partner, format or person are in meetings/."""

from django.urls import URLPattern, path

from partners import views

localized: list[URLPattern] = [path("partners/", views.PartnerList.as_view(), name="partners")]
