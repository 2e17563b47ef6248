"""Held forms move onto the ring of keys: what the form key sealed is opened and sealed anew.

The way back seals them with the form key again.
"""

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import migrations, models

import oneplan.web.site.sealed
from oneplan.web.site import keys


def onto_the_ring(apps, schema_editor):
    for row in apps.get_model("site", "HeldForm").objects.order_by("pk").iterator():
        row.typed = oneplan.web.site.sealed.opened(bytes(row.sealed).decode())
        row.save(update_fields=["typed"])


def back_to_the_form_key(apps, schema_editor):
    form_key = settings.FORM_KEY or keys.secret("form_key", home=settings.SEAL_FOLDER.parent)
    for row in apps.get_model("site", "HeldForm").objects.order_by("pk").iterator():
        row.sealed = Fernet(form_key).encrypt(row.typed.encode())
        row.save(update_fields=["sealed"])


class Migration(migrations.Migration):

    dependencies = [
        ("site", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SealKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(max_length=8, unique=True)),
                ("made_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name="heldform",
            name="typed",
            field=oneplan.web.site.sealed.EncryptedTextField(default=""),
        ),
        migrations.AlterField("heldform", "sealed", models.BinaryField(default=b"")),
        migrations.RunPython(onto_the_ring, back_to_the_form_key),
        migrations.RemoveField(model_name="heldform", name="sealed"),
    ]
