"""What key working is worth, over files and in bulk; the rules are in rulebook/value."""
