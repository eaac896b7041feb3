"""The WSGI application that the server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.umask(0o077)  # files are readable by this account only
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

_django = get_wsgi_application()

from config.kept_pages import answering_from_memory  # noqa: E402  # it needs the apps, which are loaded by now
from config.watched import watched  # noqa: E402

application = watched(answering_from_memory(_django))
