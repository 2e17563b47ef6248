"""Reference numbers in addresses: F-1042 for a family, P-100007 for a person, R-10003 for a request."""

from django.urls import register_converter


class _Reference:
    regex = ""
    prefix = ""
    offset = 0

    def to_python(self, value: str) -> int:
        return int(value[2:]) - self.offset

    def to_url(self, value: int | str) -> str:
        return value if isinstance(value, str) else f"{self.prefix}{value + self.offset}"


class FamilyReference(_Reference):
    regex, prefix, offset = r"F-\d{4,12}", "F-", 1000


class PersonReference(_Reference):
    regex, prefix, offset = r"P-\d{6,12}", "P-", 100000


class RequestReference(_Reference):
    regex, prefix, offset = r"R-\d{5,12}", "R-", 10000


def register() -> None:
    register_converter(FamilyReference, "family")
    register_converter(PersonReference, "person")
    register_converter(RequestReference, "request")
