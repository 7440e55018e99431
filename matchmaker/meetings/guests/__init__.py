"""People from outside who take part: they say by a link of their mails whether they will come."""
