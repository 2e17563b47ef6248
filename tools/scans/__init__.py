"""Scans of what is not our own code's doing: known weaknesses of packages, and keys committed by mistake."""
