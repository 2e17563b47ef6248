"""The chain of changes and the log of views.

These rows hold no foreign keys: history never blocks a deletion, and outlives it.
"""

from django.db import models


class ChainHead(models.Model):
    """The last link of a chain: one row a chain, locked while a link is added."""

    chain = models.CharField(max_length=10, primary_key=True)
    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")


class AuditEvent(models.Model):
    """One change, chained to the one before it with a key that is not in the database."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    event = models.CharField(max_length=50)
    by_worker = models.BigIntegerField(null=True)
    by_account = models.BigIntegerField(null=True)
    about_type = models.CharField(max_length=40)
    about_id = models.CharField(max_length=40)
    family_id = models.BigIntegerField(null=True)
    payload = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["family_id", "number"]),
            models.Index(fields=["about_type", "about_id"]),
        ]


class ViewBatch(models.Model):
    """What one page showed to whom: one row a page, chained like the changes."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    account_id = models.BigIntegerField()
    page = models.CharField(max_length=60)
    family_id = models.BigIntegerField(null=True)
    seen = models.JSONField(default=list)
    digest = models.CharField(max_length=64)

    class Meta:
        # the register reads one family's views from the newest back, without sorting them
        indexes = [models.Index(fields=["family_id", "number"])]
