"""How often families are seen, and when somebody has waited too long."""
