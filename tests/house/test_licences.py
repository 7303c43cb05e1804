"""Each package that the site needs has a licence under which anybody may run and share it."""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import pytest

from tests.servers.site import ROOT

PACKAGE = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==", re.MULTILINE | re.IGNORECASE)
NAMES = sorted(set(PACKAGE.findall((ROOT / "requirements.lock").read_text())))
ACCEPTED = re.compile(
    r"MIT|BSD|Apache|ISC|0BSD|Zlib|CC0|PSF|Python Software Foundation"
    r"|MPL|Mozilla|LGPL"  # copyleft of their own files, which the site does not change
)
KNOWN = {"qrcode": "BSD"}
"""Packages whose metadata lists a further licence that applies to none of their code."""


def licences(package: Distribution) -> list[str]:
    """Return the licences that the metadata names, in SPDX's words or in those of classifiers."""
    metadata = package.metadata
    if expression := metadata.get("License-Expression"):
        return re.split(r" AND | OR ", expression)
    classifiers = metadata.get_all("Classifier") or []
    named = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License")]
    return named or [(metadata.get("License") or "none").splitlines()[0]]


@pytest.mark.parametrize("name", NAMES)
def test_its_licence_is_accepted(name):
    try:
        package = distribution(name)
    except PackageNotFoundError:
        pytest.skip("It is for another system.")
    named = [KNOWN[name]] if name in KNOWN else licences(package)

    assert all(ACCEPTED.search(each) for each in named), named
