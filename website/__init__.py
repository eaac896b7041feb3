"""The public website: addresses, reads, pages, filters, JSON-LD and cards."""
