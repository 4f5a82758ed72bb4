"""Files that wait between being looked at and being saved."""
