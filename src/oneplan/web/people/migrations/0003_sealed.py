"""Protected addresses, and numbers of the kinds the area marks as sealed, are sealed where they lie.

The way back writes them openly again.
"""

from django.db import migrations, models

import oneplan.web.site.sealed
from oneplan.web.people.numbers import digest


def seal(apps, schema_editor):
    for home in apps.get_model("people", "Home").objects.filter(is_protected=True).order_by("pk").iterator():
        home.sealed_address, home.sealed_postcode = home.address, home.postcode
        home.address = home.postcode = home.plain_postcode = ""
        home.save()
    numbers = apps.get_model("people", "Identifier").objects
    for number in numbers.filter(scheme__in=_marked(apps)).order_by("pk").iterator():
        number.sealed_value, number.value = number.value, ""
        number.plain = digest(number.scheme, number.plain)
        number.save()


def write_openly(apps, schema_editor):
    for home in apps.get_model("people", "Home").objects.filter(is_protected=True).order_by("pk").iterator():
        home.address, home.postcode = home.sealed_address, home.sealed_postcode
        home.plain_postcode = home.postcode.replace(" ", "")
        home.sealed_address = home.sealed_postcode = ""
        home.save()
    for number in apps.get_model("people", "Identifier").objects.exclude(sealed_value="").order_by("pk").iterator():
        number.value, number.sealed_value = number.sealed_value, ""
        number.plain = "".join(number.value.split()).replace("-", "").upper()
        number.save()


def _marked(apps):
    items = apps.get_model("site", "AreaListItem").objects.filter(list_name="identifier")
    return {code for code, marks in items.values_list("code", "marks") if marks.get("sealed")}


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0002_concerns_without_extent"),
        ("site", "0002_sealed"),
    ]

    operations = [
        migrations.AddField("home", "sealed_address", oneplan.web.site.sealed.EncryptedTextField(blank=True, default="")),
        migrations.AddField("home", "sealed_postcode", oneplan.web.site.sealed.EncryptedTextField(blank=True, default="")),
        migrations.AddField("identifier", "sealed_value", oneplan.web.site.sealed.EncryptedTextField(blank=True, default="")),
        migrations.RunPython(seal, write_openly),
        migrations.AddConstraint(
            "home",
            models.CheckConstraint(
                condition=models.Q(("is_protected", False), ("sealed_address", ""), ("sealed_postcode", ""))
                | models.Q(("address", ""), ("is_protected", True), ("plain_postcode", ""), ("postcode", "")),
                name="home_protected_is_sealed",
            ),
        ),
        migrations.AddConstraint(
            "identifier",
            models.CheckConstraint(
                condition=models.Q(("value", "")) | models.Q(("sealed_value", "")), name="number_open_or_sealed"
            ),
        ),
    ]
