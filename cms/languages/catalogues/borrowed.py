"""Texts of Django and Wagtail that visitors see, where their own catalogues lack a language."""

from django.utils.translation import gettext_noop

BORROWED = (
    gettext_noop("Username"),
    gettext_noop("Password"),
    gettext_noop("This field is required."),
    gettext_noop(
        "Please enter a correct %(username)s and password. Note that both fields may be "
        "case-sensitive."
    ),
    gettext_noop("The password you have entered is not correct. Please try again."),
)
