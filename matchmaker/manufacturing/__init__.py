"""What an ordinary manufacturer can make, told as operations of bioprocessing, with the certificates it lacks."""
