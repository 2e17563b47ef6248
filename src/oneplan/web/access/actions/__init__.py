"""What is done with accounts, second steps, passwords, sessions and one-time links."""
