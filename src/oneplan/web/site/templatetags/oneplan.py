"""Tags of every template: forms that are saved once, days as people say them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import template
from django.middleware.csrf import get_token
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from oneplan.rulebook.people.dates import in_words
from oneplan.web.site import lists, notices, once

register = template.Library()


@register.simple_tag(takes_context=True)
def form_token(context: Context, token: UUID | None = None) -> SafeString:
    """The two hidden fields every form needs: against forged forms, and against saving twice.

    A form given back after a time-out keeps its own `token`: if it was saved after all, it is not saved again.
    """
    request = context["request"]
    signed = once.new_token(account_id=request.user.pk, token=token)
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="{}" value="{}">',
        get_token(request),
        once.FIELD,
        signed,
    )


@register.inclusion_tag("site/beside.html", takes_context=True)
def beside(context: Context, thing: Any) -> dict[str, Any]:
    """What other rooms have to say beside this thing: that somebody says it is not right."""
    return {"notices": notices.beside(thing, context["request"])}


@register.filter
def day(value: date | datetime | None) -> str:
    """“3 March”, with the year when it is not this year's."""
    if value is None:
        return ""
    value = timezone.localtime(value).date() if isinstance(value, datetime) else value
    words = f"{value.day} {value:%B}"
    return words if value.year == timezone.localdate().year else f"{words} {value.year}"


@register.filter
def rough(value: date | None, precision: str) -> str:
    return in_words(value, precision) if value else "date not known"


@register.filter
def ago(value: date | None) -> str:
    """“today”, “4 days ago”, “5 weeks ago”, “8 months ago”."""
    if value is None:
        return "not yet"
    days = (timezone.localdate() - value).days
    if days <= 1:
        return ("in the future", "today", "yesterday")[min(days, 1) + 1 if days >= 0 else 0]
    for size, word in ((365, "year"), (61, "month"), (14, "week")):
        if days >= size:
            number = days // {"year": 365, "month": 30, "week": 7}[word]
            return f"{number} {word}{'' if number == 1 else 's'} ago"
    return f"{days} days ago"


@register.filter
def listed(code: str, list_name: str) -> str:
    """The area's own name for a code."""
    return lists.name_of(list_name, code)


@register.filter
def figure(value: int) -> str:
    """A number with commas between thousands."""
    return f"{value:,}"


@register.filter
def sterling(value: Decimal) -> str:
    """“£1,234.50”, “−£20.00”."""
    return f"{'−' if value < 0 else ''}£{abs(value):,.2f}"


@register.filter
def moment(value: datetime | None) -> str:
    """A day with the time: “today, 9.05”."""
    return f"{day(value)}, {timezone.localtime(value):%-H.%M}" if value else ""


@register.filter
def named(words: Mapping[str, str], code: str) -> str:
    """What a code is called; a code nobody named stands for itself."""
    return words.get(code, code)
