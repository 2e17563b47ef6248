"""What leaves the area: the published facts as a documented star of tidy tables, for each audience its own."""
