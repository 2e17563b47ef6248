"""One shape for every dated, sourced statement about a person or a family, whatever it came from."""
