"""The demo area: invented agencies, workers and families, loaded through the same actions that pages use."""
