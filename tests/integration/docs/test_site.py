"""The documentation site builds without a warning, and every page is reachable."""

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag

import pytest

from tests.house.dialect import ROOT

AUDIENCES = ("editors", "visitors", "api", "operations", "../CONTRIBUTING")


class Links(HTMLParser):
    """Collects the targets of a page's links and images."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []

    def handle_starttag(self, tag, attrs):
        name = {"a": "href", "img": "src"}.get(tag)
        if target := dict(attrs).get(name or ""):
            self.targets.append(target)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    command = [Path(sys.executable).with_name("sphinx-build"), "-q", "-W", "--keep-going"]
    options = ["-c", "docs", "-b", "html", "-d", tmp_path_factory.mktemp("doctrees")]
    result = subprocess.run(
        [*command, *options, ".", folder], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return folder


def linked_files(page: Path) -> list[Path]:
    """Return the files that a page of the site links to, inside the site."""
    links = Links()
    links.feed(page.read_text())
    paths = (urldefrag(target).url for target in links.targets if "://" not in target)
    return [
        (page.parent / path).resolve() for path in paths if path and not path.startswith("mailto:")
    ]


def test_every_page_is_reachable_from_the_index(site):
    start = (site / "docs" / "index.html").resolve()
    reached, waiting = {start}, [start]
    while waiting:
        for path in linked_files(waiting.pop()):
            assert path.exists(), path
            if path.suffix == ".html" and path not in reached:
                reached.add(path)
                waiting.append(path)
    sources = {path.relative_to(ROOT) for path in ROOT.glob("*.md")}
    sources |= {path.relative_to(ROOT) for path in (ROOT / "docs").rglob("*.md")}

    assert {site.resolve() / path.with_suffix(".html") for path in sources} <= reached


def test_the_index_leads_every_audience_to_its_page(site):
    linked = linked_files(site / "docs" / "index.html")

    for audience in AUDIENCES:
        assert (site / "docs" / f"{audience}.html").resolve() in linked


def test_the_address_of_the_site_leads_to_the_index(site):
    assert "url=docs/index.html" in (site / "index.html").read_text()
