"""What waits for a broker, with its clocks."""
