"""The admin views for the directory's CSV: download, review of the changes, import."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin import messages

from cms.directory.sheet import SHEETS, BadSheetError, apply, decode, read_rows, write_csv

TEMPLATE = "directory/sheet.html"


def sheet_view(request: HttpRequest, name: str) -> HttpResponse:
    """Show the upload form, download the CSV, or review or import an uploaded file.

    GET with `download` returns the CSV. POST with a file shows its changes; with `take`, they are
    saved.
    """
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
            text = _uploaded_text(request)
            rows = read_rows(sheet, text)
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


def _uploaded_text(request: HttpRequest) -> str:
    """Return the reviewed text, or the text of a newly uploaded file."""
    if text := request.POST.get("text"):
        return text
    if file := request.FILES.get("file"):
        return decode(file.read())
    raise BadSheetError(["Choose a file first."])


def _download(name: str) -> HttpResponse:
    response = HttpResponse(
        "\ufeff" + write_csv(SHEETS[name]), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
