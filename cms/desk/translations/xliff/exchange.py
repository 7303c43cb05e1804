"""Export and import of translations of pages."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Locale, Page, Site

from cms.content.importer.fields import block_messages, messages
from cms.desk.translations.sources import follow, followed_revision, source_of
from cms.desk.translations.xliff.errors import XliffError
from cms.desk.translations.xliff.reading import ReadFile, changed, read, target_of
from cms.desk.translations.xliff.runs import Run
from cms.desk.translations.xliff.units import TranslationPair
from cms.desk.translations.xliff.writing import PageFile, write
from cms.maintenance.addresses import pages_at

MAX_PROBLEMS = 20


def translations_below(path: str, code: str) -> list[Page]:
    """Return the translations of the pages from `path` down, in tree order; raises XliffError.

    `path` is that of a page in the default language, on the default site.
    """
    locale = Locale.objects.filter(language_code=code).first()
    if locale is None or code == settings.LANGUAGE_CODE:
        raise XliffError(f"{code!r} is not a language that pages are translated into.")
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    url_path = site.root_page.url_path + "".join(f"{each}/" for each in path.split("/") if each)
    top = pages_at(url_path).first()
    if top is None:
        raise XliffError(f"There is no page at {path}.")
    sources = Page.objects.descendant_of(top, inclusive=True).filter(alias_of=None)
    pages = Page.objects.filter(
        locale=locale, alias_of=None, translation_key__in=sources.values("translation_key")
    )
    return list(pages.select_related("locale").order_by("path"))


def export_xliff(translations: Iterable[Page]) -> bytes:
    """Return a document with the texts of these translations; raises XliffError."""
    files: list[PageFile] = []
    for page in translations:
        source, pair = _pair(page)
        files.append(
            PageFile(
                original=str(page.translation_key),
                note=f"{source.title} ({source.full_url})",
                source_language=settings.LANGUAGE_CODE,
                target_language=page.locale.language_code,
                units=pair.units(),
            )
        )
    if not files:
        raise XliffError("There is no translation to export.")
    return write(files)


def import_xliff(content: bytes, translations: Sequence[Page], user: Any = None) -> list[Page]:
    """Store the document's texts as drafts of these translations, and return those changed.

    Raises XliffError, with nothing stored, if any of its pages is not among them or has changed
    since the export, or if any text of it cannot be stored.
    """
    by_key = {(str(page.translation_key), page.locale.language_code): page for page in translations}
    problems: list[str] = []
    drafts: list[tuple[Page, Page, bool]] = []
    for file in read(content):
        page = by_key.get((file.original, file.target_language))
        if page is None:
            problems.append(
                f"The file has a page ({file.original}, {file.target_language}) that is not here."
            )
            continue
        try:
            drafts.append(_draft(page, file))
        except XliffError as error:
            problems += [f"{page.title}: {each}" for each in error.problems]
    if problems:
        raise XliffError(problems[:MAX_PROBLEMS])
    with transaction.atomic():
        for source, draft, is_whole in drafts:
            draft.save_revision(user=user)
            if is_whole:
                follow(draft, source)
    return [draft for _, draft, _ in drafts]


def _pair(page: Page) -> tuple[Page, TranslationPair]:
    source = source_of(page)
    if source is None or page.alias_of_id is not None:
        raise XliffError(f"“{page.title}” is not a translation of another page.")
    followed = followed_revision(page)
    draft = page.get_latest_revision_as_object()
    return source, TranslationPair(
        source.specific, draft, followed.as_object() if followed else None
    )


def _draft(page: Page, file: ReadFile) -> tuple[Page, Page, bool]:
    """Return the source, the translation with the texts of the file, and whether it is whole."""
    source, pair = _pair(page)
    units = pair.units()
    ids = {unit.id for unit in units}
    new = [unit.label for unit in units if changed(unit, file.units.get(unit.id))]
    if new or file.units.keys() - ids:
        where = f" ({new[0]})" if new else ""
        raise XliffError(f"the source has changed since the export{where}: export it again.")
    targets: dict[str, Run] = {}
    problems: list[str] = []
    for unit in units:
        try:
            if (run := target_of(unit, file.units[unit.id].target)) is not None:
                targets[unit.id] = run
        except XliffError as error:
            problems += error.problems
    if not targets and not problems:
        problems.append("the file has no translation of it.")
    if problems:
        raise XliffError(problems)
    draft = pair.translation
    for name, value in pair.translated(targets).items():
        setattr(draft, name, value)
    _validate(draft)
    return source, draft, len(targets) == len(units)


def _validate(draft: Page) -> None:
    """Raise XliffError for texts that the fields and blocks of the page do not accept."""
    problems: list[str] = []
    try:
        draft.full_clean()
    except ValidationError as error:
        problems += messages(error)
    body = getattr(draft, "body", None)
    if body is not None:
        try:
            body.stream_block.clean(body)
        except ValidationError as error:
            data = error.as_json_data() if hasattr(error, "as_json_data") else {}
            problems += block_messages(data) if data else messages(error)
    if problems:
        raise XliffError(problems)
