"""Picture files: bytes in, values out. Knows neither Django nor our rows."""
