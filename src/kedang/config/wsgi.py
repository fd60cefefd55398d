"""What the web server loads."""

import os

from django.core.wsgi import get_wsgi_application

from kedang.config.orphans import leave_with

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kedang.config.settings")
os.umask(0o077)

application = get_wsgi_application()

if os.environ.get("KEDANG_SERVED_BY") == str(os.getppid()):
    leave_with(os.getppid())
