"""What is kept: mails, documents, verdicts and letters as values."""
