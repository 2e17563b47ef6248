"""Settings, urls, layout, components, sign-in, outbox, area settings."""
