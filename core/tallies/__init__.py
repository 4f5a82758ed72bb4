"""Numbers that are no day's: signed entries that add up, of weeks, months and things."""
