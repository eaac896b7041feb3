"""The compositions of pictures 19 to 36, in order. Measures are in canvas units, see `Canvas`."""

from .chairs import Chairs
from .city import Skyline
from .cloth import Drapes
from .composition import FOUR_TO_THREE, LANDSCAPE, PANORAMA, UPRIGHT, Composition
from .desk import Cups, Folders
from .halls import HallFromRostrum, HallPlan
from .palette import AUBERGINE, MIDNIGHT, NAVY, SLATE, TEAL, UMBER
from .people import Clasp, Onlookers, Tier
from .press import Cameras, Lecterns, TableMicrophones
from .rooms import Enfilade
from .stairs import Spiral, StairFlight
from .tables import TableAbove, TableAcross

PICTURES_19_TO_36: tuple[Composition, ...] = (
    Composition(
        LANDSCAPE,
        AUBERGINE,
        HallPlan(x=750, y=560, first=150, step=74, rings=6, seat=17, gap=70, turn=-90, sectors=5, lit=(3,)),
    ),
    Composition(
        LANDSCAPE,
        TEAL,
        Chairs(rows=6, first=400, nearest=230, growth=1.28, aisle=0.5, light=(750, 230), accents=((3, 2),)),
        orientation=3,
    ),
    Composition(
        LANDSCAPE,
        SLATE,
        Cameras(
            stands=((260, 520, 90, 1, True), (640, 560, 105, 1, False), (1180, 600, 120, -1, True)),
            light=(860, 330),
            floor=700,
        ),
    ),
    Composition(
        LANDSCAPE,
        NAVY,
        Enfilade(
            doors=5,
            vanishing=(750, 520),
            opening=(330, 120, 1170, 900),
            shrink=0.66,
            crowd=((760, 800, 300, "dark"),),
        ),
    ),
    Composition(
        UPRIGHT,
        UMBER,
        Spiral(
            x=560,
            y=700,
            radius=900,
            turns=3.2,
            per_turn=26,
            shrink=0.6,
            start=100,
            walkers=((12, "paper"), (31, "dark"), (45, "accent")),
        ),
    ),
    Composition(
        LANDSCAPE,
        AUBERGINE,
        Clasp(
            x=750,
            y=520,
            size=190,
            lean=-6,
            dresses=("paper", "second"),
            discs=((750, 520, 470), (300, 260, 190)),
        ),
    ),
    Composition(
        LANDSCAPE,
        TEAL,
        Cups(pitch=300, r=112, turn=-12, accents=(13,), empty=(9,), lamp=(400, 200)),
    ),
    Composition(
        FOUR_TO_THREE,
        NAVY,
        TableAcross(
            x=820,
            y=640,
            rx=760,
            ry=250,
            seats=13,
            far=28,
            near=64,
            accent=3,
            backs=(),
            light=(500, 200),
            bowl=True,
        ),
    ),
    Composition(
        LANDSCAPE,
        UMBER,
        Drapes(
            bands=(
                (90, 170, 560, 0.2, 3),
                (420, 200, 620, 0.4, 0),
                (820, 230, 690, 0.7, 1),
                (1180, 270, 780, 1, 0),
            ),
            light=(500, 400),
            floor=860,
            folds=6,
        ),
    ),
    Composition(
        LANDSCAPE,
        MIDNIGHT,
        StairFlight(
            start=(90, 1010),
            run=92,
            rise=56,
            steps=17,
            tall=250,
            walkers=((2, "dark"), (5, "paper"), (9, "accent"), (12, "paper")),
            light=(420, 330),
        ),
    ),
    Composition(
        UPRIGHT,
        TEAL,
        TableAbove(
            x=500,
            y=760,
            rx=215,
            ry=570,
            power=2.7,
            width=0,
            seats=22,
            r=35,
            accents=(16,),
            open_at=(3,),
            lamp=(300, 300),
        ),
    ),
    Composition(
        LANDSCAPE,
        MIDNIGHT,
        Skyline(
            base=560,
            layers=((80, 260, 110), (120, 330, 150), (140, 360, 230)),
            sun=(300, 200, 62),
            dusk=0.1,
            towers=((1120, 600, 0),),
            lit=0.45,
            cloudy=4,
        ),
    ),
    Composition(
        LANDSCAPE,
        AUBERGINE,
        HallFromRostrum(
            x=750,
            y=2150,
            first=1400,
            growth=1.115,
            tiers=5,
            squash=0.9,
            r=46,
            accents=((1, 9), (3, 5)),
            lamps=3,
        ),
    ),
    Composition(
        PANORAMA,
        SLATE,
        Skyline(
            base=700,
            layers=((50, 140, 140), (60, 170, 180), (40, 120, 260)),
            sun=(520, 500, 150),
            dusk=0.6,
            domes=((1080, 300, 0),),
            lit=0.08,
            cloudy=8,
        ),
    ),
    Composition(
        LANDSCAPE,
        NAVY,
        Lecterns(
            stands=((980, 900, 470, "paper"),), floor=780, light=(960, 300), cloth=tuple(range(-60, 700, 150))
        ),
    ),
    Composition(
        LANDSCAPE,
        UMBER,
        Onlookers(
            stage=(480, 140, 1120, 470),
            tiers=(
                Tier(y=600, r=40, step=150),
                Tier(y=740, r=60, step=230, shift=60),
                Tier(y=890, r=92, step=380),
            ),
            speakers=(0.5, 0.2, 0.8),
        ),
    ),
    Composition(
        UPRIGHT,
        TEAL,
        TableMicrophones(
            microphones=((420, 1330, 2.1, 200),),
            table=(1180, 1260),
            discs=((700, 420, 230, 0.6), (220, 700, 90, 0.25)),
        ),
    ),
    Composition(
        LANDSCAPE,
        AUBERGINE,
        Folders(x=300, y=1080, long=860, count=6, spread=(-92, -18), accent=4, lamp=(900, 200)),
    ),
)
