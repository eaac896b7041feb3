"""Absolute addresses in templates: {{ link.url|absolute }}."""

from django import template

from publishing.addresses import absolute, without_scheme

register = template.Library()
register.filter("absolute", absolute)
register.filter("without_scheme", without_scheme)
