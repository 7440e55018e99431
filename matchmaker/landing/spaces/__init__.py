"""Space units, what is asked for, and who rents which unit in which months."""
