"""Partners' files: received, read, checked row by row, corrected, and turned into facts."""
