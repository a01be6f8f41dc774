"""Settings -> House: the only wiring."""
