"""The rules by which editors adjust searches; they apply to queries, not to documents."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from wagtail.models import Page, Site

from cms.changes import log
from cms.changes.models import Kind
from cms.maintenance.state import Content, public_state
from search.request.thesaurus import MAX_TERMS, MAX_WORDS, Rule, term_key
from search.steering.patterns import is_pattern
from search.text.words import units


def languages() -> list[tuple[str, str]]:
    """Return the languages to choose from; a callable, so that new ones need no migration."""
    return list(settings.WAGTAIL_CONTENT_LANGUAGES)


MAX_LINES = 50
QUERIES_HELP = (
    "One query a line, like “founding charter”. Forms of the words do not matter; * stands for any "
    "other words: “charter *”, “* charter *”."
)
NOT_PUBLIC = "Visitors cannot read this page now: it is a draft, restricted or under maintenance."


def lines(text: str) -> list[str]:
    """Return the distinct lines of a text, stripped, without empty ones."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def check_patterns(text: str) -> None:
    """Raise ValidationError for `queries` unless each line is a valid pattern."""
    patterns = lines(text)
    if len(patterns) > MAX_LINES:
        raise ValidationError(
            {"queries": f"At most {MAX_LINES} queries; these are {len(patterns)}."}
        )
    for pattern in patterns:
        if not is_pattern(pattern):
            raise ValidationError({"queries": f"“{pattern}” has no word to look for."})


class Steering(models.Model):
    """Base of rules; saving and deleting one appends to the change log, for all processes."""

    site = models.ForeignKey(
        Site,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Leave empty for all sites.",
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            log.append(Kind.STEERING)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            deleted = super().delete(*args, **kwargs)
            log.append(Kind.STEERING)
        return deleted


class SynonymRule(Steering):
    """Terms that are treated as synonyms."""

    terms = models.TextField(help_text="One a line: words or short phrases that mean the same.")
    is_one_way = models.BooleanField(
        "one way",
        default=False,
        help_text="Only the first finds the others: “fisheries” finds “tuna”, not the reverse.",
    )
    locale = models.CharField(
        "language", max_length=12, blank=True, choices=languages, help_text="Leave empty for all."
    )

    class Meta:
        verbose_name = "synonyms"
        verbose_name_plural = "synonyms"

    def __str__(self) -> str:
        return (" → " if self.is_one_way else " = ").join(lines(self.terms)[:4])

    def clean(self) -> None:
        terms = lines(self.terms)
        for term in terms:
            if not 1 <= len(units(term)) <= MAX_WORDS:
                message = f"“{term}” must have one to {MAX_WORDS} words."
                raise ValidationError({"terms": message})
        if len({term_key(term, self.locale) for term in terms}) < 2:
            message = "At least two different terms; forms of one word find each other anyway."
            raise ValidationError({"terms": message})
        if len(terms) > MAX_TERMS:
            raise ValidationError({"terms": f"At most {MAX_TERMS} terms; these are {len(terms)}."})

    def rule(self) -> Rule:
        return Rule(tuple(lines(self.terms)), self.locale, self.is_one_way)


class BestBet(Steering):
    """A page or link shown above the results of some queries."""

    queries = models.TextField(help_text=QUERIES_HELP)
    page = models.ForeignKey(
        Page, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    url = models.URLField("or a link", blank=True, help_text="To another site.")
    title = models.CharField(
        max_length=120, blank=True, help_text="Leave empty for the page's title."
    )
    description = models.CharField(max_length=320, blank=True)
    locale = models.CharField(
        "language",
        max_length=12,
        blank=True,
        choices=languages,
        help_text="Leave empty to show it for all languages.",
    )
    starts_on = models.DateField(null=True, blank=True, help_text="Leave empty to start at once.")
    ends_on = models.DateField(
        null=True, blank=True, help_text="The last day. Leave empty for no end."
    )

    class Meta:
        verbose_name = "best bet"

    def __str__(self) -> str:
        return self.title or (self.page.title if self.page else self.url)

    def clean(self) -> None:
        check_patterns(self.queries)
        if (self.page is None) == (not self.url):
            raise ValidationError({"page": "Choose a page, or give a link; one of them."})
        if self.url and not self.title:
            raise ValidationError({"title": "A link needs a title."})
        if self.page and not isinstance(public_state(self.page), Content):
            raise ValidationError({"page": NOT_PUBLIC})
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "The last day is before the first."})
        self._check_overlap()

    def _check_overlap(self) -> None:
        """Raise ValidationError if another bet shows the same target for the same query."""
        patterns = set(lines(self.queries))
        for other in BestBet.objects.filter(self._same_days(), page=self.page, url=self.url):
            both = patterns & set(lines(other.queries))
            if other.pk != self.pk and both and self.locale in {other.locale, ""}:
                message = f"“{min(both)}” has a best bet to this place in these days already."
                raise ValidationError({"queries": message})

    def _same_days(self) -> Q:
        begun = Q(starts_on=None) | Q(starts_on__lte=self.ends_on) if self.ends_on else Q()
        lasting = Q(ends_on=None) | Q(ends_on__gte=self.starts_on) if self.starts_on else Q()
        return begun & lasting


class HiddenResult(Steering):
    """A page that is left out of the results of some queries."""

    queries = models.TextField(help_text=QUERIES_HELP)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "hidden result"

    def __str__(self) -> str:
        return self.page.title

    def clean(self) -> None:
        check_patterns(self.queries)


class DeniedSuggestion(Steering):
    """Words that are never suggested, even if they are in titles."""

    text = models.CharField(
        max_length=120, unique=True, help_text="No suggestion has these words in this order."
    )

    class Meta:
        verbose_name = "denied suggestion"

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        if not is_pattern(self.text):
            raise ValidationError({"text": "It has no word."})
