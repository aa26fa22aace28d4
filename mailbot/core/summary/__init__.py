"""What staff are told of a week, and the consolidated table."""
