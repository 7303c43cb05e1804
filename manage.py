#!/usr/bin/env python
import os
import sys

from cms.server.command_line import main

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    main(sys.argv)
