"""Joint international demonstrations: one protocol, sites in two countries, one certificate of evidence."""
