"""The WSGI application that the server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.umask(0o077)  # files are readable by this account only
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
