"""A person's rights over what is kept of them: clocks, other people's details, looks that stand out."""
