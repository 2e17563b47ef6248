"""Load invented families by the thousand: one bulk action a batch, constraints kept, one audit event a batch.

Nothing is imported here: the building process imports this package before Django has started.
"""
