"""The family's timeline, kept in the room of people, under the name casework's actions call it by."""

from oneplan.web.people.timeline import add, strike

__all__ = ["add", "strike"]
