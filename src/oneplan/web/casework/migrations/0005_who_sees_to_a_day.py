"""Who sees to a day of the diary is a worker where the words named just one; other words stay."""

from collections import defaultdict
from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def name_workers(apps: Any, _schema: Any) -> None:
    """By the name alone, or by the name and phone that goodbye writes down; a name of two workers stays words."""
    called: dict[str, set[int]] = defaultdict(set)
    for pk, name, phone in apps.get_model("agencies", "Worker").objects.values_list("pk", "name", "phone"):
        called[name].add(pk)
        called[f"{name}, {phone}"[:120]].add(pk)
    appointments = apps.get_model("casework", "Appointment").objects
    for words in appointments.exclude(owner="").order_by().values_list("owner", flat=True).distinct():
        if len(found := called.get(words, set())) == 1:
            appointments.filter(owner=words, seen_to_by=None).update(seen_to_by=next(iter(found)), owner="")


def name_in_words(apps: Any, _schema: Any) -> None:
    rows = apps.get_model("casework", "Appointment").objects.filter(owner="", seen_to_by__isnull=False)
    for row in rows.select_related("seen_to_by").iterator():
        row.owner = row.seen_to_by.name
        row.save(update_fields=["owner"])


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_languages_are_entries"), ("casework", "0004_goals_that_tell")]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="seen_to_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.worker"
            ),
        ),
        migrations.RunPython(name_workers, name_in_words),
    ]
