"""How it is computed over everybody."""
