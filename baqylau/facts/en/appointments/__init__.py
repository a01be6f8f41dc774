"""Who was appointed or dismissed."""
