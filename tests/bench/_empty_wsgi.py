"""The WSGI application of the empty site: Django's, without answers from memory."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
