"""Direct, indirect and mixed quotes."""
