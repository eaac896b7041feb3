"""Structured data of pages: schema.org 30.0 as JSON-LD 1.1, built from the rows that a page has fetched."""
