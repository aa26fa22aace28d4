"""What the console asks for and does besides what mail and commands do: its door."""
