"""Our tables in a spreadsheet program."""

from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from django.test import Client

from tests import factories as make
from tests.libreoffice import opened

pytestmark = pytest.mark.django_db
FORMULA: Final = '=HYPERLINK("http://elsewhere.example";"Hier")'


def test_a_spreadsheet_shows_what_is_meant_and_computes_nothing(client: Client, tmp_path: Path) -> None:
    make.make_meeting(title_de="Außenminister; „Äpfel“, 1,5", summary_de="Zeile eins\nZeile zwei", city_de="+49")
    make.make_meeting(title_de=FORMULA, starts_on=make.FIRST_DAY - timedelta(days=9), ends_on=make.FIRST_DAY)
    unguarded = b"=1+1\r\n"

    rows = opened(client.get("/de/meetings.csv").content + unguarded, tmp_path, separator=";")

    names = [cell.text for cell in rows[0]]
    first, second, last = (dict(zip(names, row, strict=False)) for row in rows[1:])
    assert names[:4] == ["Titel", "Erster Tag", "Letzter Tag", "Status"]
    assert first["Titel"] == ("Außenminister; „Äpfel“, 1,5", "string", "")
    assert first["Erster Tag"] == (make.FIRST_DAY.isoformat(), "date", "")
    assert first["Zusammenfassung"].text == "Zeile eins\nZeile zwei"
    assert first["Stadt"] == ("'+49", "string", "")
    assert second["Titel"].text.startswith("'=HYPERLINK(")
    assert {cell.formula for cell in (*first.values(), *second.values())} == {""}
    assert last["Titel"] == ("2", "float", "of:=1+1")  # so this one computes what no apostrophe guards
