"""Structured data of pages from their rows: schema.org 30.0 as JSON-LD 1.1."""
