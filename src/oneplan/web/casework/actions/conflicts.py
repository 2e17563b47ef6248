"""Two people saved the same thing: neither text is lost, both are shown."""

from oneplan.web.site.conflicts import ChangedMeanwhile

__all__ = ["ChangedMeanwhile"]
