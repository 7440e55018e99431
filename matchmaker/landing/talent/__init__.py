"""Posts and secondments, training seats, and seats against demand by date."""
