"""Lists as feeds, calendars and tables: built here, answered by views."""
