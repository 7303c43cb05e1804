"""`make bench`: every measurement, or those named in ARGS.

`search`, `elasticsearch` and `changes` measure the engines; `lighthouse` audits the demo's pages in
Chromium (it needs npm); `delivery` and `searching` send requests to the production server (they
need wrk), and `editing` does so while pages are published. `scale`, which runs only when it is
named, fills sites with `--pages` pages; `soak`, likewise, puts one under load for `--minutes` and
breaks its servers. With `--stock` they also measure a
stock Wagtail: a folder whose `serve PORT` serves the same pages, with API v3 and a bare view at
/hello/.
"""

import argparse
import os
import tempfile
from pathlib import Path

import django

BENCHMARKS = (
    "search",
    "elasticsearch",
    "changes",
    "delivery",
    "searching",
    "editing",
    "lighthouse",
)
ON_REQUEST = ("scale", "soak")


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="name", help=", ".join((*BENCHMARKS, *ON_REQUEST))
    )
    parser.add_argument("--collection", type=Path, help="documents.jsonl and queries.jsonl to load")
    parser.add_argument("--stock", type=Path, help="the folder of a stock Wagtail")
    parser.add_argument(
        "--judged", type=Path, action="append", default=[], help="a judged collection; repeatable"
    )
    parser.add_argument("--seconds", type=int, default=6, help="length of each measurement")
    parser.add_argument(
        "--pages", type=int, action="append", help="the size of a site of scale; repeatable"
    )
    parser.add_argument("--minutes", type=int, default=30, help="the length of soak")
    parser.add_argument(
        "--plot", type=Path, help="an SVG file for the plot of editing, scale or soak"
    )
    parser.add_argument("--server", default="", help="command of another server, with {port}")
    parser.add_argument("--data", type=Path, help="a folder for the sites, kept and reused")
    options = parser.parse_args()
    names = (*BENCHMARKS, *ON_REQUEST)
    if unknown := sorted(set(options.names) - set(names)):
        parser.error(f"{', '.join(unknown)}: no such benchmark; there are {', '.join(names)}")
    with tempfile.TemporaryDirectory(prefix="cms-bench-") as temporary:
        for name in options.names or BENCHMARKS:
            print(f"== {name}", flush=True)
            run(name, options, options.data or Path(temporary))


def run(name: str, options: argparse.Namespace, folder: Path) -> None:
    from benchmarks import delivery, editing, lighthouse, scale, searching
    from benchmarks.soak import run as soak

    if name == "delivery":
        delivery.main(options, folder)
    elif name == "searching":
        searching.main(options, folder)
    elif name == "editing":
        editing.main(options, folder)
    elif name == "scale":
        scale.main(options, folder)
    elif name == "soak":
        soak.main(options, folder)
    elif name == "lighthouse":
        lighthouse.main(options, folder)
    else:
        os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
        django.setup()
        from benchmarks import changes, elasticsearch, search

        if name == "elasticsearch":
            elasticsearch.main(options, folder)
        else:
            {"search": search, "changes": changes}[name].main()


if __name__ == "__main__":
    main()
