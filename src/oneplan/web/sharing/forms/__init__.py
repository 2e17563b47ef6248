"""Forms of who may see what."""
