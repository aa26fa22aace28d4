"""What a mail is about: evidence of the notice, titles that say otherwise."""
