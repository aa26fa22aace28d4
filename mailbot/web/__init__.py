"""The console: pages for staff, over flows only."""
