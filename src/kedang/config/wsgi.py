"""What the web server loads."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from kedang.config.orphans import leave_with

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kedang.config.settings")
os.umask(0o077)

application = get_wsgi_application()

# What lives as long as the process is there once every address is known. The collector need not walk through it in the middle of
# somebody's request, nor look for circles after every few hundred objects: a page makes thousands and leaves none.
len(get_resolver().url_patterns)
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)

# A request asks its database a hundred short questions and lets other threads run at each; to go on it must get the interpreter back,
# which whoever computes gives up only after this long. With the 5 ms that Python ships, a page beside a busy one waits half a second.
sys.setswitchinterval(0.0005)

if os.environ.get("KEDANG_SERVED_BY") == str(os.getppid()):
    leave_with(os.getppid())
