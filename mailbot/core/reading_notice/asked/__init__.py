"""What a notice asks for and by when: rhythms, due days, duties."""
