"""Accounts, permission policy, audit chain, view log."""
