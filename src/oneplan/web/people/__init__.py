"""Persons (the one owner of identity), homes, families and relationships, all dated."""
