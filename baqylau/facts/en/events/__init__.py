"""What happened or will happen."""
