"""What tests use and the program does not ship: databases, servers, the browser, the clock."""
