"""Who sees and does what. Django; one app per room."""
