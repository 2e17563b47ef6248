"""The pages of people, families and homes: each a thin view over an action."""
