"""What `mailbot doctor` and the health page look at, each check on its own."""
