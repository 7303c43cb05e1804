"""The directory's CSV in the admin: download, review the changes, save them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin import messages

from cms.directory.sheet import SHEETS, BadSheetError, apply, decoded, read, written

TEMPLATE = "directory/sheet.html"


def sheet_view(request: HttpRequest, name: str) -> HttpResponse:
    """GET shows the form, or the file with `download`; POST a file, then what it said."""
    if name not in SHEETS:
        raise Http404
    sheet, user = SHEETS[name], request.user
    if not all(user.has_perm(f"directory.{act}_{name}") for act in ("add", "change")):
        raise PermissionDenied
    if "download" in request.GET:
        return _download(name)
    context: dict[str, Any] = {
        "sheet": sheet,
        "names": sheet.model._meta.verbose_name_plural,
        "back": reverse(f"directory_{name}_modeladmin_index"),
    }
    status = 200
    if request.method == "POST":
        try:
            text = _sent(request)
            rows = read(sheet, text)
        except BadSheetError as error:
            context["problems"] = error.problems
            status = 422
        else:
            if "take" in request.POST:
                messages.success(request, f"{apply(rows, user)} saved, the others as they were.")
                return redirect(context["back"])
            changed = [row for row in rows if row.state != "unchanged"]
            context |= {"text": text, "rows": changed, "unchanged": len(rows) - len(changed)}
    return TemplateResponse(request, TEMPLATE, context, status=status)


def _sent(request: HttpRequest) -> str:
    """Return the text that was reviewed before, or that of the uploaded file."""
    if text := request.POST.get("text"):
        return text
    if file := request.FILES.get("file"):
        return decoded(file.read())
    raise BadSheetError(["Choose a file first."])


def _download(name: str) -> HttpResponse:
    answer = HttpResponse("\ufeff" + written(SHEETS[name]), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
