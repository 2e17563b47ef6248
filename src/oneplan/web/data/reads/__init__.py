"""What pages and commands ask about feeds."""
