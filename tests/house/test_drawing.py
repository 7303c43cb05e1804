"""The drawing of the house shows today's import contracts."""

import runpy
from xml.etree import ElementTree

from tests.house.dialect import ROOT


def test_the_drawing_is_current():
    house = runpy.run_path(str(ROOT / "docs" / "house.py"))

    assert house["PICTURE"].read_text() == house["picture"](), "Run `make docs`."


def test_every_layer_has_a_box():
    house = runpy.run_path(str(ROOT / "docs" / "house.py"))
    svg = ElementTree.fromstring(house["picture"]())
    texts = {each.text for each in svg.iter("{http://www.w3.org/2000/svg}text")}

    names = {name for layers in house["contracts"]() for layer in layers for name in layer}
    assert names <= texts
