"""`make bench`: ratios taken in one run. A timing is never a test."""
