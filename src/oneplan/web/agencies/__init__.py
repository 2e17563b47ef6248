"""Agencies, teams, workers and their cover."""
