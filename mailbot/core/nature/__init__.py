"""What kind of mail it is: a person's, a machine's, a bounce; who may be answered."""
