"""What is to be done before a day, by whom and until when."""
