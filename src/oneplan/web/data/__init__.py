"""Partners' feeds: what comes, what is wrong with it, what was corrected, and which figures hold."""
