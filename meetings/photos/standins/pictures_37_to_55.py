"""The compositions of pictures 37 to 55, in order. Measures are in canvas units, see `Canvas`."""

from .booths import Booths
from .chairs import Chairs
from .cloth import Flags
from .composition import FOUR_TO_THREE, LANDSCAPE, PANORAMA, UPRIGHT, Composition
from .desk import Papers, PlaceSetting, Sheet
from .halls import HallPlan
from .palette import AUBERGINE, MIDNIGHT, NAVY, OCHRE, TEAL, UMBER
from .people import Clasp
from .press import Cameras, Lecterns
from .river import Bridge
from .rooms import Colonnade, Windows
from .stairs import GrandStair, Spiral
from .tables import TableAbove, TableAcross

PICTURES_37_TO_55: tuple[Composition, ...] = (
    Composition(
        LANDSCAPE,
        NAVY,
        Windows(
            panes=((150, 230), (520, 230), (890, 230), (1260, 230)),
            top=90,
            sill=560,
            floor=680,
            slant=190,
            crowd=((470, 850, 340, "dark"), (590, 870, 330, "paper")),
        ),
    ),
    Composition(
        PANORAMA,
        TEAL,
        Bridge(
            deck=330, water=620, arches=2, shift=0.35, sun=(500, 500, 70), dusk=0.5, walkers=((1250, -1),)
        ),
    ),
    Composition(
        LANDSCAPE,
        UMBER,
        Flags(
            poles=(
                (1290, 870, 420, 160, 1),
                (1080, 882, 380, 175, 0),
                (860, 894, 335, 190, 3),
                (630, 906, 290, 205, 2),
                (390, 918, 245, 220, 1),
                (140, 930, 200, 235, 0),
            ),
            lean=0.0,
            horizon=860,
            light=(1100, 520),
        ),
    ),
    Composition(
        LANDSCAPE,
        NAVY.with_accent(OCHRE),
        HallPlan(
            x=250, y=850, first=200, step=112, rings=10, seat=27, gap=120, turn=150, sectors=7, lit=(4,)
        ),
    ),
    Composition(
        UPRIGHT, AUBERGINE, Cameras(stands=((420, 640, 230, 1, False),), light=(760, 520), floor=1200)
    ),
    Composition(
        LANDSCAPE,
        UMBER,
        TableAcross(
            x=750,
            y=690,
            rx=640,
            ry=190,
            seats=11,
            far=34,
            near=78,
            accent=5,
            backs=(-0.62, -0.1, 0.55),
            light=(750, 250),
        ),
    ),
    Composition(
        LANDSCAPE,
        NAVY,
        PlaceSetting(
            things=(("carafe", 1120, 1.0), ("glass", 900, 0.95), ("plate", 480, 1.15)),
            edge=640,
            lights=((260, 240, 120, 0.35), (600, 330, 70, 0.2), (980, 200, 150, 0.25), (1350, 300, 90, 0.25)),
        ),
    ),
    Composition(
        FOUR_TO_THREE,
        MIDNIGHT,
        Booths(panes=(150, 120, 1033, 540, 1, 1, 0), r=78, empty=(), accents=(), heads=170),
    ),
    Composition(
        LANDSCAPE,
        AUBERGINE,
        Colonnade(
            columns=((150, 190), (450, 140), (670, 104), (835, 80), (960, 62)),
            top=60,
            base=800,
            light=(1220, 420),
            crowd=((1110, 800, 215, "accent"), (1230, 805, 225, "dark"), (1350, 800, 215, "paper")),
            steps=4,
        ),
    ),
    Composition(
        LANDSCAPE,
        TEAL,
        GrandStair(
            x=750,
            top=380,
            near=700,
            far=230,
            steps=13,
            runner=0.4,
            crowd=((9, -0.2, "dark"), (6.5, 0.25, "paper"), (6, -0.55, "second"), (3, 0.1, "dark")),
            tall=520,
            light=(750, 250),
        ),
    ),
    Composition(
        UPRIGHT,
        UMBER,
        Bridge(
            deck=800, water=1010, arches=2, shift=0.2, sun=(690, 560, 110), dusk=0.8, towers=((330, 560),)
        ),
    ),
    Composition(
        LANDSCAPE,
        NAVY,
        Papers(
            sheets=(
                Sheet(x=450, y=520, wide=470, turn=-3, lines=12, sealed=(0.72, 0.8)),
                Sheet(x=1050, y=520, wide=470, turn=3, lines=12, sealed=(0.28, 0.8)),
            ),
            pens=((690, 720, 330, -80), (820, 730, 330, -96)),
            lamp=(750, 200),
            pad=(750, 520, 1200, 760, 0),
        ),
    ),
    Composition(
        LANDSCAPE,
        TEAL,
        TableAbove(
            x=1250,
            y=820,
            rx=720,
            ry=640,
            power=2.6,
            width=190,
            seats=34,
            r=50,
            accents=(24,),
            open_at=(22,),
            lamp=(600, 200),
        ),
    ),
    Composition(
        PANORAMA,
        UMBER,
        Lecterns(
            stands=((440, 700, 250, "paper"), (830, 770, 310, "second"), (1330, 860, 390, "accent")),
            floor=620,
            light=(300, 200),
        ),
    ),
    Composition(
        LANDSCAPE,
        MIDNIGHT,
        Clasp(
            x=620,
            y=540,
            size=140,
            lean=14,
            dresses=("dark", "paper"),
            discs=((980, 360, 300), (700, 560, 520)),
        ),
    ),
    Composition(
        LANDSCAPE,
        AUBERGINE,
        Windows(
            panes=((880, 420),),
            top=60,
            sill=600,
            floor=720,
            slant=-420,
            crowd=((520, 860, 430, "accent"),),
            bars=(3, 3),
            dawn=0.1,
        ),
    ),
    Composition(
        UPRIGHT,
        NAVY,
        Colonnade(
            columns=((110, 230), (930, 300)),
            top=-10,
            base=1290,
            light=(520, 700),
            crowd=((510, 1290, 430, "paper"),),
            flutes=9,
            steps=4,
        ),
    ),
    Composition(
        LANDSCAPE,
        TEAL,
        Spiral(
            x=750,
            y=500,
            radius=640,
            turns=2.6,
            per_turn=22,
            shrink=0.58,
            start=-30,
            walkers=((4, "paper"), (9, "dark"), (26, "accent")),
        ),
    ),
    Composition(
        LANDSCAPE,
        UMBER,
        Chairs(
            rows=4,
            first=500,
            nearest=330,
            growth=1.36,
            aisle=0.1,
            light=(1100, 240),
            accents=((2, -1), (2, -2)),
        ),
    ),
)
