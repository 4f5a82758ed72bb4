"""What was saved together from a file, whatever it holds, so that it can be undone together."""
