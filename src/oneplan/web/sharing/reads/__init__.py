"""What pages ask about consent, sharing and what is kept from whom."""
