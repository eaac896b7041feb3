"""Countries, organisations, bodies and people. Imports editorial and publishing."""
