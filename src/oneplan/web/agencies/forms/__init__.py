"""Forms of agencies, workers, places, contacts and agreements."""
