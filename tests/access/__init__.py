"""Every address, asked by every role in every relation: what opens and what does not."""
