"""The admin's name and mark in its templates."""

from django.template import Library

from cms.desk.branding import Brand, brand

register = Library()


@register.simple_tag
def admin_brand() -> Brand:
    return brand()
