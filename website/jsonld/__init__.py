"""What pages say to machines: schema.org 30.0 as JSON-LD 1.1, made of the rows that a page has fetched anyway."""
