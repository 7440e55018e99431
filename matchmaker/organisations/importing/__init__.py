"""Import of organisations from spreadsheets: read, understand, plan, write all or nothing."""
