"""Pages of who may see what."""
