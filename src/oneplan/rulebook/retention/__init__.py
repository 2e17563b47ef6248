"""How long what is kept is kept, and how it is scrubbed."""
