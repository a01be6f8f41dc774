"""Direct, indirect and mixed speech."""
