"""What staff decide, by mail or by command."""
