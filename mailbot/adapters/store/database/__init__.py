"""What differs by the database: how it is opened, what its faults mean, its form."""
