"""Names of units, towns and other offices, as people write them."""
