"""Reports → Translations, and a translation beside its source."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.models import Locale, Page
from wagtail.permissions import page_permission_policy

from cms.content.blocks.prose import prepare_bodies
from cms.content.page import BasePage
from cms.desk.translations.comparison import compare
from cms.desk.translations.sources import follow, followed_revision, source_of
from cms.desk.translations.status import Row, Status, Translations
from cms.desk.translations.xliff.views import XLIFF
from cms.languages.registry import language

OVERVIEW = "translations"
SIDE_BY_SIDE = "translation"
ON_PAGE = 50
SUBMIT = "simple_translation.submit_translation"


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """List the pages of the default language with their state in another one."""
    if not page_permission_policy.user_has_any_permission(
        request.user, {"add", "change", "publish"}
    ):
        raise PermissionDenied
    pages = page_permission_policy.instances_user_has_permission_for(request.user, "change")
    desk = Translations(pages)
    locale = _chosen(desk.locales, request.GET.get("language", ""))
    status = request.GET.get("status", "")
    rows = desk.rows(locale) if locale else []
    filtered_rows = [row for row in rows if status not in set(Status) or row.status == status]
    page_of_rows = Paginator(filtered_rows, ON_PAGE).get_page(request.GET.get("p"))
    context = {
        "summary": [
            (each, language(each.language_code), _cells(each, desk)) for each in desk.locales
        ],
        "statuses": list(Status),
        "locale": locale,
        "language": language(locale.language_code) if locale else None,
        "status": status,
        "page_of_rows": page_of_rows,
        "lines": _lines(list(page_of_rows), locale),
        "may_translate": _may_translate(request.user),
        "query": urlencode({"language": locale.language_code if locale else "", "status": status}),
    }
    return TemplateResponse(request, "desk/translations.html", context)


def _may_translate(user: AbstractBaseUser | AnonymousUser) -> bool:
    return bool(user.has_perm(SUBMIT))  # type: ignore[union-attr]


def _chosen(locales: Any, code: str) -> Locale | None:
    requested = (each for each in locales if each.language_code == code)
    return next(requested, next(iter(locales), None))


def _cells(locale: Locale, desk: Translations) -> list[tuple[Status, int]]:
    counts = desk.counts(locale)
    return [(status, counts[status]) for status in Status]


def _lines(rows: list[Row], locale: Locale | None) -> list[tuple[Row, bool]]:
    """Return each row with whether it can be translated now: its parent has to be first."""
    missing = [row.source.pk for row in rows if row.translation is None]
    paths = Page.objects.filter(pk__in=missing).values_list("pk", "path")
    parents = {pk: path[: -Page.steplen] for pk, path in paths}
    translated = Page.objects.filter(locale=locale).values("translation_key")
    ready = set(
        Page.objects.filter(
            path__in=set(parents.values()), translation_key__in=translated
        ).values_list("path", flat=True)
    )
    top = {path for path in parents.values() if len(path) == Page.steplen}
    return [(row, parents.get(row.source.pk) in ready | top) for row in rows]


def side_by_side(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show a translation beside its source; POST marks it as up to date."""
    translation = get_object_or_404(Page.objects.select_related("locale"), pk=page_id)
    source = source_of(translation)
    if source is None:
        raise Http404
    if not translation.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if request.method == "POST":
        follow(translation, source)
        messages.success(request, f"“{translation.title}” is marked as up to date.")
        return redirect(SIDE_BY_SIDE, page_id)
    followed = followed_revision(translation)
    current = source.specific
    draft = translation.get_latest_revision_as_object()
    before = followed.as_object() if followed else None
    prepare_bodies(*(each.body for each in (current, draft) if isinstance(each, BasePage)))
    pairs = compare(current, draft, before)
    context = {
        "source": current,
        "translation": draft,
        "pairs": pairs,
        "is_outdated": any(pair.is_changed for pair in pairs),
        "source_language": language(settings.LANGUAGE_CODE),
        "language": language(translation.locale.language_code),
        "difference": _difference(source, followed),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page_id]),
        "back": f"{reverse(OVERVIEW)}?language={translation.locale.language_code}",
        "xliff_url": reverse(XLIFF, args=[page_id]),
    }
    return TemplateResponse(request, "desk/translation.html", context)


def _difference(source: Page, followed: Any) -> str:
    """Return the address of Wagtail's comparison of the source then and now; else empty."""
    if followed is None or followed.pk == source.live_revision_id or not source.live_revision_id:
        return ""
    revisions = [source.pk, followed.pk, source.live_revision_id]
    return reverse("wagtailadmin_pages:revisions_compare", args=revisions)
