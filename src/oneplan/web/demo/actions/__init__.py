"""What only the demo does: set up its agencies, workers and ways to sign in."""
