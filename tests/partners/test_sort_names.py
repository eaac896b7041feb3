"""What a name is proposed to be sorted by."""

import pytest

from partners.sort_names import proposed_sort_name

CASES = {
    "Guido Westerwelle": "Westerwelle, Guido",
    "Hillary Rodham Clinton": "Clinton, Hillary Rodham",
    "Ursula von der Leyen": "Leyen, Ursula von der",
    "Karl-Theodor zu Guttenberg": "Guttenberg, Karl-Theodor zu",
    "Jaap de Hoop Scheffer": "Hoop Scheffer, Jaap de",
    "Dominique de Villepin": "Villepin, Dominique de",
    "Herman Van Rompuy": "Van Rompuy, Herman",
    "Alcide De Gasperi": "De Gasperi, Alcide",
    "Alexander Van der Bellen": "Van der Bellen, Alexander",
    "Martin Luther King Jr.": "King, Martin Luther, Jr.",
    "YANG Jiechi": "Yang, Jiechi",
    "Anders Fogh RASMUSSEN": "Rasmussen, Anders Fogh",
    "William J. Clinton": "Clinton, William J.",
    "GUIDO WESTERWELLE": "WESTERWELLE, GUIDO",
    "Westerwelle, Guido": "Westerwelle, Guido",
    "  Radosław   Sikorski ": "Sikorski, Radosław",
    "杨洁篪": "杨洁篪",
    "Pelé": "Pelé",
    "": "",
}


@pytest.mark.parametrize("name", CASES)
def test_a_name_is_sorted_by_its_family_name(name: str) -> None:
    assert proposed_sort_name(name) == CASES[name]
