"""The WSGI application of the empty site: Django's, without kept pages.

The settings have the real site's middleware, which its applications ask for when they are loaded.
"""

from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.MIDDLEWARE = []

application = get_wsgi_application()
