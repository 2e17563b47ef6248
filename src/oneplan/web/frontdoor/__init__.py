"""Requests, decisions, offers and allocation."""
