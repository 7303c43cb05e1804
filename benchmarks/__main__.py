"""`make bench`: every measurement, or those named in ARGS."""

import importlib
import os
import sys

import django

BENCHMARKS = ("search", "changes")


def main(names: list[str]) -> None:
    unknown = sorted(set(names) - set(BENCHMARKS))
    if unknown:
        sys.exit(f"{', '.join(unknown)}: no such benchmark; there are {', '.join(BENCHMARKS)}.")
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
    django.setup()
    for name in names or BENCHMARKS:
        print(f"== {name}", flush=True)
        importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
