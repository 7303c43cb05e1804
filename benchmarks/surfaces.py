"""The processor time and the queries of each surface of a site in `DATA_DIR`, one after another.

In process, without a response cache: `python -m benchmarks.surfaces`, with the settings
`benchmarks.cold`. Prints one line of JSON for each surface.
"""

import json
import random
import resource
import statistics
import time
from collections.abc import Iterator

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

REQUESTS = 40
API = "/api/delivery/v1"


def surfaces(chance: random.Random) -> dict[str, list[str]]:
    """Return addresses by the name of the surface, on pages from all over the tree."""
    from benchmarks.search import vocabulary
    from home.models import ContentPage

    rows = list(ContentPage.objects.filter(live=True).values_list("pk", "url_path", "path"))
    rows = chance.sample(rows, min(REQUESTS, len(rows)))
    paths = [f"/{url_path.split('/', 2)[2]}" for _, url_path, _ in rows]
    words = vocabulary(random.Random(11))[:3000]
    questions = ["+".join(chance.choices(words, k=3)) for _ in rows]
    [top] = ContentPage.objects.filter(pk=rows[0][0]).values_list("path", flat=True)
    parent = ContentPage.objects.get(path=top).get_parent().pk
    return {
        "page": paths,
        "page, API": [f"{API}/page/?path={path}" for path in paths],
        "list of 20 stubs by path, API": [f"{API}/pages/"] * REQUESTS,
        "list of 20 stubs by date, API": [f"{API}/pages/?sort=-date"] * REQUESTS,
        "list of 20 stubs of a type, API": [f"{API}/pages/?type=home.ContentPage"] * REQUESTS,
        "changes, API": [f"{API}/changes/?limit=20"] * REQUESTS,
        "search of 3 words": [f"/search/?q={each}" for each in questions],
        "search of 3 words, API": [f"{API}/search/?q={each}" for each in questions],
        "part of the sitemap": ["/sitemap.xml"] * 3,
        "explorer": [f"/admin/pages/{parent}/"] * REQUESTS,
        "page chooser": [f"/admin/choose-page/{parent}/"] * REQUESTS,
        "editor": [f"/admin/pages/{pk}/edit/" for pk, _, _ in rows],
    }


def measured(client: Client, addresses: list[str]) -> tuple[list[float], int]:
    """Return the milliseconds of processor time of each request, and the most queries of one."""
    took, queries = [], 0
    for address in addresses:
        with CaptureQueriesContext(connection) as captured:
            begun = time.process_time()
            response = client.get(address)
            if response.streaming:
                b"".join(response.streaming_content)  # type: ignore[arg-type]
            took.append(1000 * (time.process_time() - begun))
        if response.status_code >= 400:
            raise RuntimeError(f"{address}: {response.status_code}")
        queries = max(queries, len(captured))
    return took, queries


def lines() -> Iterator[dict[str, object]]:
    from django.contrib.auth.models import User

    from tests.sessions import log_in_confirmed

    client = Client(headers={"host": "127.0.0.1"})
    log_in_confirmed(client, User.objects.get(username="admin"))
    visitor = Client(headers={"host": "127.0.0.1"})
    for name, addresses in surfaces(random.Random(7)).items():
        sender = client if addresses[0].startswith("/admin/") else visitor
        measured(sender, addresses[:2])  # builds what a process keeps
        took, queries = measured(sender, addresses)
        p95 = sorted(took)[int(0.95 * len(took))]
        yield {
            "surface": name,
            "p50": round(statistics.median(took), 1),
            "p95": round(p95, 1),
            "queries": queries,
        }
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    yield {"surface": "memory of the process", "MB": peak}


def main() -> None:
    django.setup()
    for line in lines():
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
