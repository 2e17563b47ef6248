"""Pages of partners' feeds."""
