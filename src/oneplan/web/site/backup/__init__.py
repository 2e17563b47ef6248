"""Backing up and bringing back: the database as it stood at one moment, attachments, anchors, and a manifest."""
