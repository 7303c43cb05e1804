"""The URLs of every surface; packages above this one are named by strings."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.api.v3.urls import api as v3
from wagtail.documents import urls as wagtaildocs_urls

from cms.accounts.login import log_in
from cms.accounts.private_pages import open_with_password
from cms.contact.views import submit
from cms.content.markdown.llms import llms_txt
from cms.content.serving import serve, serve_markdown
from cms.delivery.mcp.views import mcp
from cms.feedback.views import page_feedback
from cms.languages.slugs import SEGMENT
from cms.media.views import serve_document, serve_image, serve_variant
from cms.robots import robots
from cms.security_txt import security_txt
from cms.sitemap import sitemap, sitemap_part
from cms.sites.stylesheet import NAME as SITE_COLORS
from cms.sites.stylesheet import stylesheet

PAGE = rf"^((?:{SEGMENT}/)*)"

handler500 = "cms.errors.server_error"

urlpatterns = [
    path("admin/", include("cms.accounts.urls")),
    path("admin/choose-page/", include("cms.desk.urls")),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/([0-9]+)/(.*)$", serve_document, name="wagtaildocs_serve"),
    path("documents/", include(wagtaildocs_urls)),
    path("sitemap.xml", sitemap),
    path("sitemap-<int:number>.xml", sitemap_part, name="sitemap_part"),
    path("robots.txt", robots),
    path(".well-known/security.txt", security_txt),
    path("api/v3/", v3.urls),
    path("", include("cms.health.urls")),
    path("api/delivery/v1/", include("cms.delivery.urls", namespace="delivery")),
    path("mcp", mcp),
    path("colors/<str:name>.css", stylesheet, name=SITE_COLORS),
    path("media/variants/<int:image_id>/<str:version>/<str:name>", serve_variant),
    path("media/<path:path>", serve_image),
    *i18n_patterns(
        path("", include("search.urls")),
        path("feedback/", page_feedback, name="feedback"),
        path("contact-forms/<int:page_id>/", submit, name="contact"),
        path(
            "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
            open_with_password,
            name="wagtailcore_authenticate_with_password",
        ),
        path("_util/login/", log_in, name="wagtailcore_login"),
        path("llms.txt", llms_txt),
        re_path(rf"{PAGE}index\.md$", serve_markdown),
        re_path(f"{PAGE}$", serve, name="wagtail_serve"),
        prefix_default_language=False,
    ),
]
