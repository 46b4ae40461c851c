#!/usr/bin/env python
import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interviewai.settings")
    if sys.argv[1:2] == ["up"]:
        # It starts the stores that the settings name, so it runs before there are any settings.
        from interviewai.management.commands.up import Command

        Command().run_from_argv(sys.argv)
    else:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line

        try:
            execute_from_command_line(sys.argv)
        except ImproperlyConfigured as error:
            sys.exit(f"{error}")  # A sentence for the person; the traceback would bury it.
