"""The words people read, and text made plain for comparison."""
