"""Words and phrases of Russian that several fact types read."""
