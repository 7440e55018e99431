"""Tasks with due days."""
