"""What a person is told by mail, how often and when."""
