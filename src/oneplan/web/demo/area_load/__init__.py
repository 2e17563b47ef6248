"""Load invented families by the thousand: one bulk action a batch, constraints kept, one audit event a batch."""

from oneplan.web.demo.area_load.load import load_families

__all__ = ["load_families"]
