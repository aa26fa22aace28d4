"""What a mail or file is about: evidence of the notice, and titles that say otherwise."""
