"""The stylesheet of a site's own colours; its address holds them, so that caches keep it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.sites.colors import HEX, USUAL, Colors

NAME = "site_colors"
FOREVER = "public, max-age=31536000, immutable"


def stylesheet_url(colors: Colors) -> str:
    """Return the address of the stylesheet, empty for the colours of `site.css`."""
    if colors == USUAL:
        return ""
    return reverse(NAME, args=["-".join(each.removeprefix("#") for each in colors)])


@require_safe
def stylesheet(request: HttpRequest, name: str) -> HttpResponse:
    """Return the custom properties of the colours named in the address; 404 for another name."""
    values = [f"#{each}" for each in name.split("-")]
    if len(values) != len(Colors._fields) or not all(map(HEX.fullmatch, values)):
        raise Http404
    colors = Colors(*values)
    rules = (
        f":root {{ --deep: {colors.header}; --link: {colors.link}; "
        f"--link-dark: {colors.link_dark}; --gold: {colors.highlight}; }}\n"
    )
    return HttpResponse(rules, content_type="text/css", headers={"Cache-Control": FOREVER})
