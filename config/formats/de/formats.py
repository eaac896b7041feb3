"""German date formats, 15. April 2011, 14:30, without breaks within the date."""

DATE_FORMAT = "j.\N{NO-BREAK SPACE}F Y"
MONTH_DAY_FORMAT = "j.\N{NO-BREAK SPACE}F"
DATETIME_FORMAT = "j.\N{NO-BREAK SPACE}F Y, H:i"
