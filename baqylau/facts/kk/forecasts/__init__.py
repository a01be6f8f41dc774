"""What is expected or planned."""
