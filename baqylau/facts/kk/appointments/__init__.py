"""Who was appointed, and who left."""
