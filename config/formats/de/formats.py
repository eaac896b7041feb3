"""German date formats: 15. April 2011, 14:30, with no line break between day and month. The rest is Django's."""

DATE_FORMAT = "j.\N{NO-BREAK SPACE}F Y"
MONTH_DAY_FORMAT = "j.\N{NO-BREAK SPACE}F"
DATETIME_FORMAT = "j.\N{NO-BREAK SPACE}F Y, H:i"
