"""Mail at the edge: bytes become a value here, and letters become bytes again."""
