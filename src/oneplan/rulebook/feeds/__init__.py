"""What is decided about partners' feeds: when one is late or has stopped, which change of a run a person looks at."""
