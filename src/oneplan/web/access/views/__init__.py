"""Pages of signing in, one's own account, everybody's accounts, partners' links, and what was changed."""
