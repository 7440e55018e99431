"""One deed for many introductions, looked at before it is done."""
