"""Partners' files as partners would send them, with the faults they have, from the one generator; the truth beside."""
