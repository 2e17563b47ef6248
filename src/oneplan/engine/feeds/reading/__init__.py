"""Any file becomes one shape: a table of texts as they were received, each row with the number it had in its file."""
