"""What is decided. Pure Python: no Django, no database, no network, no clock."""
