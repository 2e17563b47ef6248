"""The verbs of people, homes and families; a module for each noun."""
