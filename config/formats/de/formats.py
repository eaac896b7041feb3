"""Dates in German: 15. April 2011, 14:30. The day and its month stay on one line; what is not here is Django's own."""

DATE_FORMAT = "j.\N{NO-BREAK SPACE}F Y"
MONTH_DAY_FORMAT = "j.\N{NO-BREAK SPACE}F"
DATETIME_FORMAT = "j.\N{NO-BREAK SPACE}F Y, H:i"
