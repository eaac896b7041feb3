"""People named in a photo's texts: proposed, and linked when a person accepts."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from partners.models import Person
from photos.file_names import ascii_slug
from photos.formats import lists
from photos.models import Photo
from publishing import clock
from publishing.languages import columns_of


def proposed(photos: Sequence[Photo]) -> dict[int, list[Person]]:
    """Return the public people that each photo names but does not link, by its id.

    A name counts in any language, as a whole, without accents. Two people of one name are both proposed. Takes
    two queries for any number of photos.
    """
    linked: dict[int, set[int]] = defaultdict(set)
    for photo_id, person_id in Photo.people.through.objects.filter(photo__in=photos).values_list("photo", "person"):
        linked[photo_id].add(person_id)
    people = [(person, spellings(person)) for person in Person.objects.public(clock.now())] if photos else []
    found = {}
    for photo in photos:
        text = f"-{'--'.join(map(ascii_slug, _texts(photo)))}-"
        named = (person for person, names in people if any(f"-{name}-" in text for name in names))
        found[photo.pk] = [person for person in named if person.pk not in linked[photo.pk]]
    return found


def accept(photo: Photo, people: Collection[Person]) -> None:
    """Link the people, and drop their names from the other people shown."""
    if not people:
        return
    photo.people.add(*people)
    names = {name for person in people for name in spellings(person)}
    others = lists.parts(photo.other_people)
    left = [name for name in others if plain(name) not in names]
    if len(left) < len(others):
        photo.other_people = lists.written(left)
        photo.save()


def spellings(person: Person) -> set[str]:
    """Return a person's name and "sorted as" in each language, as `plain` has them."""
    columns = columns_of("name", "sort_name")
    return {name for column in columns if (name := plain(getattr(person, column) or ""))}


def plain(name: str) -> str:
    """Return a name as a slug, with "Westerwelle, Guido" in the order of speech."""
    last, comma, first = name.partition(",")
    return ascii_slug(f"{first} {last}" if comma else name)


def _texts(photo: Photo) -> Iterator[str]:
    """Yield the captions in each language, and each of the other people."""
    for column in columns_of("caption"):
        yield getattr(photo, column) or ""
    yield from map(plain, lists.parts(photo.other_people))
