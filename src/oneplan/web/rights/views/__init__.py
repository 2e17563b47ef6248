"""Views of this room, a module for each kind."""
