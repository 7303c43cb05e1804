"""Every kind of page is valid HTML."""

import urllib.error
import urllib.request

from tests.browser.test_visitors import PAGES
from tests.conftest import missing
from tests.servers import nu


def read(url: str) -> bytes:
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        return error.read()


def test_the_nu_checker_finds_no_error(site, withheld, tmp_path):
    jar = nu.checker()
    if jar is None:
        missing("The Nu HTML checker needs npm and Java.")
    files = []
    for number, path in enumerate([*PAGES, withheld]):
        file = tmp_path / f"{number}-{path.strip('/').replace('/', '-')[:30] or 'home'}.html"
        file.write_bytes(read(site.url + path))
        files.append(file)

    assert nu.errors(jar, *files) == []
