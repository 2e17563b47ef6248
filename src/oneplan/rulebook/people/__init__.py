"""What can be true of people, their ages and their dates."""
