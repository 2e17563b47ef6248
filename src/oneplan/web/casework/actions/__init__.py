"""Actions of the work with families, a module for each kind."""
