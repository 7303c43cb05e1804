"""Choosers of records, for pages and blocks."""

from typing import Any

from wagtail.admin.viewsets.chooser import ChooserViewSet


class PersonChooserViewSet(ChooserViewSet):
    model: Any = "directory.Person"
    icon = "user"
    choose_one_text = "Choose a person"
    choose_another_text = "Choose another person"
    edit_item_text = "Edit this person"
    form_fields: Any = ["honorific", "name", "title", "country"]


class MemberStateChooserViewSet(ChooserViewSet):
    model: Any = "directory.MemberState"
    icon = "globe"
    choose_one_text = "Choose a member"
    choose_another_text = "Choose another member"
    edit_item_text = "Edit this member"


person_chooser = PersonChooserViewSet("person_chooser")
member_state_chooser = MemberStateChooserViewSet("member_state_chooser")

PersonChooserBlock = person_chooser.get_block_class(
    name="PersonChooserBlock", module_path="cms.directory.choosers"
)
