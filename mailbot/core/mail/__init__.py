"""What stands in a letter's text: quotations, signatures, links."""
