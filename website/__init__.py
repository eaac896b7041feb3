"""The public website: addresses, reads, pages, filters, JSON-LD and cards. Imports all apps below it."""
