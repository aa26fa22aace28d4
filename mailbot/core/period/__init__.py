"""Which period words speak of."""
