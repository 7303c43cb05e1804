"""Boxes of the landmarks of a page, and their differences from the approved layout."""

import json

LANDMARKS = {
    "header": ".site-header",
    "name": ".wordmark",
    "breadcrumb": ".breadcrumb",
    "hero": ".hero",
    "search form": ".hero-search, .search-form",
    "heading": ".page-heading",
    "picture": ".page-picture",
    "prose": ".prose",
    "contents": ".contents",
    "facts": ".facts",
    "section": ".section",
    "figures": ".block-figures dl",
    "tiles": ".tiles",
    "tile": ".tiles > li",
    "members": ".states > li",
    "filters": ".facets",
    "results": ".results-head",
    "result": ".results > li",
    "form": ".contact-form",
    "notice": ".notice",
    "about": ".about-page",
    "related": ".related",
    "useful": ".useful",
    "footer": ".site-footer",
    "footer column": ".footer-columns > :nth-child(2)",
}
HAS_FONT = """(family) => {
  const context = document.createElement('canvas').getContext('2d');
  const width = (font) => {
    context.font = `40px ${font}`;
    return context.measureText('Wim').width;
  };
  return width(`"${family}", monospace`) !== width('monospace');
}"""
MEASURE = """(landmarks) => {
  const found = {};
  const hasBox = (each) => each.getBoundingClientRect().height > 0;
  const isOpened = (each) => getComputedStyle(each).display === 'contents';
  for (const [name, selector] of Object.entries(landmarks)) {
    const each = document.querySelector(selector);
    if (!each?.checkVisibility() || !hasBox(each)) continue;
    const box = each.getBoundingClientRect(), parent = each.parentElement;
    let distance = 0;
    if (![parent, ...parent.children].some(isOpened)) {
      let before = each.previousElementSibling;
      while (before && !hasBox(before)) before = before.previousElementSibling;
      const other = (before ?? parent).getBoundingClientRect();
      const isBelow = before && other.bottom <= box.top + 1;
      distance = box.top - (isBelow ? other.bottom : other.top);
    }
    found[name] = [box.left, distance, box.width, box.height].map(Math.round);
  }
  return found;
}"""
"""Boxes of the first element of each selector: left, distance, width and height.

The distance is that to the element before: below its end, or below its start if it is beside. So
a paragraph that has a line more moves nothing else.
"""
NEAR = 12  # pixels, of left, distance and width
TALLER = 24  # pixels, and a tenth of the height: a line more or less
TEXTS = {"prose", "contents", "facts", "section", "filters", "result", "tiles", "about", "related"}
"""Landmarks that are as high as the content of the demo makes them."""

Layout = dict[str, list[int]]


def differences(approved: Layout, current: Layout) -> list[str]:
    """Return what a page has more, less or elsewhere than approved; empty if it is as approved."""
    faults = [f"{name}: is missing" for name in approved.keys() - current.keys()]
    faults += [f"{name}: is new" for name in current.keys() - approved.keys()]
    for name in approved.keys() & current.keys():
        allowed = [NEAR, NEAR, NEAR]
        if name not in TEXTS:
            allowed.append(TALLER + approved[name][3] // 10)
        pairs = zip(approved[name], current[name], allowed, strict=False)
        if any(abs(was - now) > tolerance for was, now, tolerance in pairs):
            faults.append(f"{name}: {current[name]} instead of {approved[name]}")
    return sorted(faults)


def written(layouts: dict[str, Layout]) -> str:
    """Return the layouts as JSON with a line for each landmark."""
    pages = []
    for page, layout in layouts.items():
        lines = [f"    {json.dumps(name)}: {json.dumps(box)}" for name, box in layout.items()]
        pages.append(f"  {json.dumps(page)}: {{\n" + ",\n".join(lines) + "\n  }")
    return "{\n" + ",\n".join(pages) + "\n}\n"
