"""People's rights over what is kept of them: who looked, copies, corrections, breaches, and how long it is kept."""
