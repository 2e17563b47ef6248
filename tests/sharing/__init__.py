"""Who may see what: the rules, their filter, and what must never leak."""
