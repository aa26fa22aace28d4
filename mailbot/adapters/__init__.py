"""How the bot touches the world; no adapter knows another."""
