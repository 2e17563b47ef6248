"""Pages about agencies, colleagues, places, cover and agreements."""
