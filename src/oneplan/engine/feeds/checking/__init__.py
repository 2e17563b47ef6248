"""Every row of a file ends in exactly one of: accepted, accepted with a named repair, set aside with its reason."""
