"""The page choosers, at the addresses and by the names of Wagtail's own."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import display_custom_404
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.desk.choosers import BrowseView, SearchView

browse = BrowseView.as_view()
urlpatterns = [
    path("", browse, name="wagtailadmin_choose_page"),
    path("<int:parent_page_id>/", browse, name="wagtailadmin_choose_page_child"),
    path("search/", SearchView.as_view(), name="wagtailadmin_choose_page_search"),
]
for decorator in (require_admin_access, display_custom_404, never_cache):  # as Wagtail's own
    urlpatterns = decorate_urlpatterns(urlpatterns, decorator)
