"""The contract of columns and the kinds of feeds, declared once in YAML and checked when the program loads them."""
