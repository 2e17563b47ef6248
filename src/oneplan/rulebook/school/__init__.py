"""What is decided about school: its years and terms."""
