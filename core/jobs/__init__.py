"""What the program does by itself, every so often."""
