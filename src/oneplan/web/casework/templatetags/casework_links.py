"""Links to pages that another room may not have."""

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()


@register.simple_tag
def address(view: str, *args: object) -> str:
    """The address of a page; with the last argument alone when the page takes just that; empty without the page."""
    for given in (args, args[-1:]):
        try:
            return reverse(view, args=given)
        except NoReverseMatch:
            continue
    return ""
