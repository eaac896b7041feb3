"""How a photo's renditions become the attributes of an image."""

from django import template

from meetings.models import PhotoFile

register = template.Library()


@register.filter
def src(file: PhotoFile) -> str:
    """Return the address of the smallest rendition; of the original where there is none."""
    if not file.renditions:
        return file.address("original", file.format)
    smallest = min(file.renditions, key=lambda rendition: int(rendition["width"]))
    return file.address(smallest["size"], smallest["ext"])


@register.filter
def large(file: PhotoFile) -> str:
    """Return the address of the largest rendition; of the original where there is none."""
    if not file.renditions:
        return file.address("original", file.format)
    largest = max(file.renditions, key=lambda rendition: int(rendition["width"]))
    return file.address(largest["size"], largest["ext"])


@register.filter
def srcset(file: PhotoFile) -> str:
    """Return the renditions as a `srcset` with their widths; empty where there are fewer than two."""
    if len(file.renditions) < 2:
        return ""
    return ", ".join(
        f"{file.address(rendition['size'], rendition['ext'])} {rendition['width']}w"
        for rendition in file.renditions
    )


@register.filter
def original(file: PhotoFile) -> str:
    """Return the address of the file as it was delivered."""
    return file.address("original", file.format)


@register.filter
def ratio(file: PhotoFile) -> str:
    """Return the class of photos.css for the proportions, to the nearest twentieth: "r150" is 3 to 2."""
    twentieths = round(20 * file.width / file.height)
    return f"r{5 * min(max(twentieths, 8), 60)}"
