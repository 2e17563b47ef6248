"""The front door's pages."""
