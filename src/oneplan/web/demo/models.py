"""Which steps of the demo's stories were taken, so that loading again doubles nothing and goes on after a stop."""

from django.db import models


class DemoStep(models.Model):
    key = models.CharField(max_length=120, unique=True)  # "brown/rebecca"
    story = models.CharField(max_length=40, db_index=True)
    today = models.DateField()  # the day the story was first loaded: it goes on from the same day after a stop
    made_type = models.CharField(max_length=60, blank=True)  # what the step made, for the steps that name it
    made_ids = models.JSONField(default=list)
    taken_at = models.DateTimeField()
