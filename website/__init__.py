"""What readers and machines get: addresses, reads, pages, filters, cards. Knows every app below it."""
