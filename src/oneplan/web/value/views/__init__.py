"""Pages of what help is worth."""
