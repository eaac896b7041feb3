"""Picture files: bytes in, values out. Imports neither Django nor our models."""
