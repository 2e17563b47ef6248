"""Episodes, contacts, needs, the plan, the team around the family, reviews, closure."""
