"""Page types that explain what the organisation does, and its organs."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.models import Orderable
from wagtail.rich_text import expand_db_html
from wagtail.search import index

from cms.content.addresses import page_url
from cms.content.blocks.typed import Heading
from cms.content.layout.chrome import site_of_layout
from cms.content.listing import tiles
from cms.content.page import BasePage, Panels
from cms.content.rich_text import RichTextField
from cms.content.schema import PersonJson
from cms.directory.keys import RecordKeyField
from cms.directory.models import MemberState, Person
from cms.maintenance.state import Content, public_state, visible
from whatwedo.established import established_label, validate_established
from whatwedo.figure import Organ, Relation, organs_figure
from whatwedo.front_matter import Head, Relations
from whatwedo.kinds import OTHER, OrganKind, kind_field, organ_kind
from whatwedo.schema import OrganFields, OrganHead, OrganRelationJson, WhatWeDoFields


class WhatWeDoPage(BasePage):
    """An overview of aims and principles; the organs are its child pages."""

    page_description = (
        "What the organisation does: its aims, its principles and a figure of its organs."
    )
    page_picture = "img/page-types/overview.svg"

    search_rich_text = ("introduction",)  # documents linked in it are searched, too

    introduction = RichTextField(
        blank=True,
        features=["bold", "italic", "link"],
        help_text="What a visitor should know first.",
    )

    content_panels: Panels = [
        *BasePage.intro_panels,
        FieldPanel("introduction"),
        *BasePage.body_panels,
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["whatwedo.OrganPage", "home.ContentPage"]
    template = "whatwedo/what_we_do_page.html"

    class Meta:
        verbose_name = _("overview")

    lead_field = "introduction"

    fields_schema = WhatWeDoFields

    def read_fields(self) -> WhatWeDoFields:
        return WhatWeDoFields(introduction_html=expand_db_html(self.introduction))

    def organs(self) -> "list[OrganPage]":
        """Return the organs that the public may see, in the order of the page tree."""
        return visible(OrganPage.objects.child_of(self).live())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        organs = self.organs()
        public = [organ for organ in organs if isinstance(public_state(organ), Content)]
        relations = OrganRelation.objects.filter(organ__in=public)
        figure = organs_figure(
            [
                organ.in_figure(organ.get_url(request), with_kind=organ in public)
                for organ in organs
            ],
            [
                Relation(each.organ_id, each.to_id, each.kind, str(each.get_kind_display()))
                for each in relations
            ],
        )
        if figure.nodes:
            context["contents"].append(
                Heading(gettext("Organs at a glance"), "organs", is_of_interface=True)
            )
        return context | {"organs": tiles(organs, request), "figure": figure}


class OrganPage(BasePage):
    """An organ: its tasks, head, seat and relations."""

    page_description = (
        "One organ: what it is for, who heads it, where it sits. Starts with the usual sections."
    )
    page_picture = "img/page-types/organ.svg"

    is_organ = True  # pages below belong to it in search
    search_prefetch = ("head__country",)

    official_name = models.CharField(
        max_length=250, blank=True, help_text="If it differs from the page's title."
    )
    short_name = models.CharField(max_length=40, blank=True, help_text="An acronym, like CPR.")
    kind = kind_field()
    established = models.CharField(
        max_length=10,
        blank=True,
        validators=[validate_established],
        help_text="A year, month or day: 1976, 1976-02 or 1976-02-24.",
    )
    seat = models.CharField(max_length=250, blank=True, help_text="Where it sits.")
    head = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="heads"
    )
    head_title = models.CharField(
        "title of the head", max_length=200, blank=True, help_text="The office, like Chair."
    )
    head_term = models.CharField(
        "term of the head", max_length=40, blank=True, help_text="Like 2023-2028."
    )

    content_panels: Panels = [
        *BasePage.intro_panels,
        MultiFieldPanel(
            [
                FieldPanel("official_name"),
                FieldRowPanel([FieldPanel("short_name"), FieldPanel("kind")]),
                FieldRowPanel([FieldPanel("established"), FieldPanel("seat")]),
            ],
            heading="The organ",
        ),
        MultiFieldPanel(
            [
                FieldPanel("head"),
                FieldRowPanel([FieldPanel("head_title"), FieldPanel("head_term")]),
            ],
            heading="Its head",
        ),
        *BasePage.body_panels,
        InlinePanel("relations", heading="Relations to other organs", label="Relation"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("official_name"),
        index.SearchField("short_name", boost=2),
        index.FilterField("kind"),
    ]
    parent_page_types = ["whatwedo.WhatWeDoPage", "whatwedo.OrganPage"]
    subpage_types = ["home.ContentPage", "whatwedo.OrganPage"]
    template = "whatwedo/organ_page.html"
    has_stored_html = True

    class Meta:
        verbose_name = _("organ")

    import_fields = {**BasePage.import_fields, "head": Head(), "relations": Relations()}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        relations = self.relations.select_related("to")
        context |= {
            "has_facts": any((self.official_name, self.established, self.seat, self.head_id)),
            "head": self._shown_head(),
            "relations": [each for each in relations if public_state(each.to).is_visible],
            "members": self._members(),
            "members_shown": organ_kind(self.kind).members,
        }
        if context["relations"]:
            heading = Heading(
                gettext("Relations to other organs"), "relations", is_of_interface=True
            )
            context["contents"].append(heading)
        if context["members"]:
            name = site_of_layout(request).vocabulary.members
            context["contents"].append(
                Heading(name, "members", is_of_interface=name == gettext("Members"))
            )
        return context

    def _shown_head(self) -> Person | None:
        """Return the head with portrait, country and flag, in one query."""
        people = Person.objects.select_related("portrait", "country__flag")
        return people.filter(pk=self.head_id).first() if self.head_id else None

    def _members(self) -> "QuerySet[MemberState] | list[MemberState]":
        """Return the members whose offices or representatives the page lists."""
        if not organ_kind(self.kind).members:
            return []
        return MemberState.objects.select_related("flag", "representative__portrait")

    def in_figure(self, url: str, *, with_kind: bool) -> Organ:
        """Return the organ as the figure draws it; a plain one if its kind must not be shown."""
        kind = organ_kind(self.kind if with_kind else OTHER)
        return Organ(self.pk, self.title, url, kind.row, kind.is_emphasised)

    def get_kind_display(self) -> str:
        """Return the name of the kind in the active language."""
        field: RecordKeyField = self._meta.get_field("kind")  # type: ignore[assignment]
        return field.label(self.kind)

    @classmethod
    def pages_that_show(cls, record: models.Model) -> "QuerySet[OrganPage]":
        """Return the organs that list all members, or those of a kind."""
        organs: QuerySet[OrganPage] = cls.objects.all()
        if isinstance(record, OrganKind):
            return organs.filter(kind=record.key)
        if isinstance(record, MemberState):
            listing = OrganKind.objects.exclude(members="").values("key")
            return organs.filter(kind__in=listing)
        return organs.none()

    def searchable_text(self) -> Iterator[str]:
        if self.head:
            head = str(self.head.in_language())
            yield " ".join(filter(None, (self.head_title, head, self.head_term)))
        yield self.seat
        for member in (each.in_language() for each in self._members()):
            yield " ".join(filter(None, (member.name, member.office)))
            if member.representative:
                yield str(member.representative.in_language())

    def other_names(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.short_name, self.official_name)))

    fields_schema = OrganFields
    fields_select = ("head__country",)
    fields_prefetch = ("relations__to",)

    def read_fields(self) -> OrganFields:
        return OrganFields(
            official_name=self.official_name,
            short_name=self.short_name,
            kind=self.kind,
            kind_label=self.get_kind_display(),
            established=self.established,
            seat=self.seat,
            head=self._head_fields(self.head) if self.head else None,
            relations=[
                OrganRelationJson(
                    kind=each.kind,  # type: ignore[arg-type]
                    organ=each.to_id,
                    title=each.to.title,
                    path=page_url(each.to),
                )
                for each in self.relations.all()
                if public_state(each.to).is_visible
            ],
        )

    def _head_fields(self, person: Person) -> OrganHead:
        record = PersonJson.of(person.in_language()).model_dump()
        record["title"] = self.head_title or record["title"]
        return OrganHead(office=self.head_title, term=self.head_term, **record)

    @property
    def established_label(self) -> str:
        return established_label(self.established)


class RelationKind(models.TextChoices):
    HEADS = "heads", _("heads")
    REPORTS_TO = "reports-to", _("reports to")
    WORKS_WITH = "works-with", _("works with")
    SUPPORTS = "supports", _("supports")


class OrganRelation(Orderable):
    """A relation of an organ to another organ."""

    organ = ParentalKey(OrganPage, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(max_length=12, choices=RelationKind.choices)
    to = models.ForeignKey(OrganPage, on_delete=models.CASCADE, related_name="related_from")

    panels = [FieldPanel("kind"), PageChooserPanel("to", "whatwedo.OrganPage")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organ", "to", "kind"], name="one_relation_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.get_kind_display()} {self.to}"
