"""The door through which the web server reaches OnePlan."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oneplan.web.site.settings")
application = get_wsgi_application()
