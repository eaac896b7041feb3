"""Lists in other formats than pages: feeds, calendars and tables. Each format is built here; views answer with it."""
