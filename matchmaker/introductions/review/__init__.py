"""The review by brokers: from taking it up to passing it on or refusing it."""
