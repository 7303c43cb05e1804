"""The directory in the admin."""

from typing import Any

from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from cms.directory.admin import MemberStateAdmin, PersonAdmin
from cms.directory.choosers import member_state_chooser, person_chooser


@hooks.register("register_admin_viewset")
def register_choosers() -> list[Any]:
    return [person_chooser, member_state_chooser]


modeladmin_register(MemberStateAdmin)
modeladmin_register(PersonAdmin)
