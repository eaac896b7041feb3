"""The compositions of pictures 1 to 18, in order. Measures are in canvas units, see `Canvas`."""

from .booths import Booths
from .city import Skyline
from .cloth import Flags
from .composition import FOUR_TO_THREE, LANDSCAPE, PANORAMA, UPRIGHT, Composition
from .desk import Papers, Sheet
from .halls import HallFromBehind
from .palette import AUBERGINE, MIDNIGHT, NAVY, OCHRE, SEAL, TEAL, UMBER
from .people import Crossing, Encounter, Group, Reach, Stance, Tier
from .press import Lecterns, PressMicrophones, TableMicrophones
from .river import Bridge, River
from .rooms import Colonnade, Windows
from .stairs import GrandStair
from .tables import TableAbove

TWO_WHO_GREET = Encounter(  # Guido Westerwelle and Sergey Lavrov
    people=(
        Stance(x=482, y=285, r=86, facing=1, dress="paper"),
        Stance(x=1018, y=285, r=86, facing=-1, dress="second"),
    ),
    reaches=(
        Reach(person=0, elbow=(580, 705), hand=(676, 676)),
        Reach(person=1, elbow=(920, 705), hand=(828, 676)),
    ),
    light=(752, 330),
    cloth=(-40, 130, 260, 420, 600, 760, 930, 1090, 1260, 1400, 1560),
)
TWO_WHO_WELCOME_A_THIRD = Encounter(  # Anders Fogh Rasmussen and Guido Westerwelle welcome Sergey Lavrov
    people=(
        Stance(x=205, y=300, r=80, facing=1, dress="second"),
        Stance(x=545, y=272, r=84, facing=1, dress="paper"),
        Stance(x=1165, y=292, r=84, facing=-1, dress="dark"),
    ),
    reaches=(
        Reach(person=0, elbow=(310, 700), hand=(420, 690)),
        Reach(person=1, elbow=(650, 690), hand=(786, 655)),
        Reach(person=2, elbow=(1058, 700), hand=(932, 656)),
    ),
    light=(640, 300),
    cloth=(-30, 120, 250, 400, 520, 690, 900),
    doorway=(975, 1430),
)

PICTURES_01_TO_18: tuple[Composition, ...] = (
    Composition(LANDSCAPE, NAVY, TWO_WHO_GREET),
    Composition(LANDSCAPE, TEAL, TWO_WHO_WELCOME_A_THIRD),
    Composition(
        LANDSCAPE,
        AUBERGINE,
        TableAbove(
            x=750,
            y=500,
            rx=480,
            ry=285,
            power=2.1,
            width=105,
            seats=28,
            r=29,
            accents=(3, 11, 12),
            open_at=(20,),
            lamp=(900, 300),
        ),
    ),
    Composition(
        LANDSCAPE,
        UMBER,
        Skyline(
            base=640,
            layers=((60, 210, 120), (90, 260, 150), (60, 200, 210)),
            sun=(1080, 430, 120),
            dusk=0.75,
            towers=((430, 520, 0),),
            cloudy=7,
        ),
    ),
    Composition(
        UPRIGHT,
        NAVY,
        GrandStair(
            x=520,
            top=560,
            near=620,
            far=150,
            steps=18,
            runner=0.5,
            crowd=((12, 0.3, "dark"), (6.5, -0.3, "paper")),
            tall=560,
            light=(520, 430),
        ),
    ),
    Composition(
        LANDSCAPE,
        TEAL,
        HallFromBehind(
            x=750, y=330, first=190, growth=1.42, tiers=6, squash=0.5, span=78, accents=((2, 6), (4, 9))
        ),
    ),
    Composition(
        LANDSCAPE,
        UMBER.with_accent(SEAL),
        PressMicrophones(
            microphones=(
                (80, 420, 610, 1.0),
                (420, 610, 690, 1.15),
                (900, 830, 640, 1.05),
                (1250, 960, 730, 1.2),
                (1500, 1120, 600, 0.9),
            ),
            speaker=(730, 270, 100),
            dress="dark",
            light=(730, 250),
        ),
    ),
    Composition(
        UPRIGHT,
        AUBERGINE.with_accent(OCHRE),
        Windows(
            panes=((300, 400),),
            top=160,
            sill=900,
            floor=1050,
            slant=-260,
            crowd=((720, 1330, 520, "dark"),),
            arched=True,
            bars=(2, 5),
            dawn=0.35,
        ),
        orientation=6,
    ),
    Composition(
        LANDSCAPE,
        TEAL.with_accent(SEAL),
        Lecterns(
            stands=((520, 800, 330, "dark"), (980, 800, 330, "second")),
            floor=720,
            light=(750, 250),
            heads=150,
        ),
    ),
    Composition(
        LANDSCAPE,
        NAVY,
        River(
            course=((-100, 240), (500, 120), (700, 980), (1650, 700)),
            wide=(170, 230),
            bridges=(0.25, 0.5, 0.8),
            block=66,
            turn=-14,
            accent=9,
        ),
    ),
    Composition(
        FOUR_TO_THREE,
        UMBER,
        Papers(
            sheets=(
                Sheet(x=470, y=560, wide=520, turn=-14, lines=13),
                Sheet(x=770, y=500, wide=570, turn=6, lines=14, sealed=(0.7, 0.78)),
            ),
            pens=((1090, 790, 420, -62),),
            lamp=(560, 180),
        ),
    ),
    Composition(
        LANDSCAPE,
        NAVY,
        Group(
            tiers=(Tier(y=300, r=42, step=150), Tier(y=420, r=46, step=160), Tier(y=565, r=52, step=176)),
            accents=((2, 3),),
            light=(750, 200),
            margin=90,
        ),
    ),
    Composition(
        LANDSCAPE,
        AUBERGINE,
        Bridge(
            deck=520,
            water=680,
            arches=4,
            shift=0.5,
            sun=(1050, 330, 80),
            dusk=0.35,
            towers=((300, 430),),
            walkers=((420, 1), (560, 1), (900, -1)),
        ),
    ),
    Composition(
        UPRIGHT,
        NAVY,
        Flags(
            poles=((690, 1560, 560, 420, 3), (390, 1560, 250, 420, 1), (80, 1560, 430, 420, 0)),
            lean=0.06,
            horizon=2000,
            light=(760, 900),
            swing=1.3,
        ),
    ),
    Composition(
        LANDSCAPE,
        TEAL,
        Booths(panes=(150, 100, 360, 230, 3, 2, 60), r=25, empty=(5,), accents=(1,), heads=190),
    ),
    Composition(
        LANDSCAPE,
        UMBER.with_accent(SEAL),
        Colonnade(
            columns=((130, 120), (480, 120), (830, 120), (1180, 120), (1530, 120)),
            top=130,
            base=800,
            light=(660, 420),
            crowd=((650, 800, 300, "accent"), (1010, 800, 285, "dark")),
        ),
    ),
    Composition(
        PANORAMA,
        MIDNIGHT,
        Crossing(
            walkers=((420, 700, 190, 1), (900, 640, 150, -1), (1150, 860, 280, -1)),
            light=(640, 260),
            floor=520,
            accent=1,
            tiles=6,
        ),
    ),
    Composition(
        LANDSCAPE,
        NAVY,
        TableMicrophones(
            microphones=(
                (150, 715, 0.42, -30),
                (330, 745, 0.62, -50),
                (640, 800, 0.95, -90),
                (1130, 880, 1.5, -160),
            ),
            table=(690, 850),
            discs=((330, 330, 180, 0.34), (820, 220, 80, 0.16)),
        ),
    ),
)
