"""What is done about consent, about telling without it, and about what is kept from whom."""
