"""The WSGI application that the server runs."""

import os

from django.core.wsgi import get_wsgi_application
from django.template import Engine

os.umask(0o077)  # files are readable by this account only
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

_django = get_wsgi_application()

from config.kept_pages import answering_from_memory  # noqa: E402  # it needs the apps, which are loaded by now
from config.watched import watched  # noqa: E402

# Before the first request: two that come at the same time would each make the loaders, and a template of ours that
# extends Django's of the same name would then extend itself, for as long as the process runs.
_loaders = Engine.get_default().template_loaders

application = watched(answering_from_memory(_django))
