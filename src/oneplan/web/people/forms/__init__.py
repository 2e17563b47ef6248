"""What workers fill in about people, families and homes."""
