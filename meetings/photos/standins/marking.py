"""What says that a picture is a stand-in: the words in its corner, its EXIF tags and its XMP packet."""

from typing import Final

from PIL import ExifTags, Image, ImageDraw, ImageFont

from .palette import CREAM, INK

DIGITAL_SOURCE: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
CREDIT: Final = "Drawn stand-in, Plenary demonstration"
GROUND_COVER: Final = 0.78  # of 1: how much the label's ground hides what is drawn below it

REQUIRED_TAGS: Final = {  # of an EXIF JPEG; they say nothing about a drawing
    ExifTags.Base.XResolution: 300,
    ExifTags.Base.YResolution: 300,
    ExifTags.Base.ResolutionUnit: 2,  # inches
    ExifTags.Base.YCbCrPositioning: 1,  # centred
}

XMP: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
    xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
    photoshop:Credit="{credit}"
    Iptc4xmpExt:DigitalSourceType="{source}">
   <dc:description>
    <rdf:Alt>
     <rdf:li xml:lang="x-default">{english}</rdf:li>
     <rdf:li xml:lang="en">{english}</rdf:li>
     <rdf:li xml:lang="de">{german}</rdf:li>
    </rdf:Alt>
   </dc:description>
   <dc:rights>
    <rdf:Alt>
     <rdf:li xml:lang="x-default">{credit}</rdf:li>
    </rdf:Alt>
   </dc:rights>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def label(number: int, total: int) -> str:
    """The words in the corner, English and German."""
    return f"Stand-in picture {number} of {total} · Ersatzbild {number} von {total}"


def label_size(width: int) -> int:
    """The label's type size in pixels for a picture so many pixels wide: still legible at 640 pixels."""
    return max(32, width // 72)


def write_label(image: Image.Image, number: int, total: int) -> None:
    """Write the label into the lower left corner, cream on a dark ground that lets the drawing through."""
    size = label_size(image.width)
    font = ImageFont.load_default(size)
    words = label(number, total)
    wide = round(font.getlength(words)) + 2 * size
    area = (0, image.height - 2 * size, wide, image.height)
    corner = Image.blend(image.crop(area), Image.new("RGB", (wide, 2 * size), INK), GROUND_COVER)
    image.paste(corner, area)
    ImageDraw.Draw(image).text((size, image.height - size), words, fill=CREAM, font=font, anchor="lm")


def exif(number: int, total: int, orientation: int) -> Image.Exif:
    """EXIF tags (ASCII, as EXIF 2.32 has it): what it is, by whom, and how the pixels are turned."""
    tags = Image.Exif()
    names = f"Stand-in picture {number} of {total} (Ersatzbild {number} von {total})"
    tags[ExifTags.Base.ImageDescription] = f"{names}: a drawing, not a photograph."
    tags[ExifTags.Base.Artist] = CREDIT
    tags[ExifTags.Base.Copyright] = CREDIT
    tags[ExifTags.Base.Orientation] = orientation
    for tag, value in REQUIRED_TAGS.items():
        tags[tag] = value
    return tags


def xmp(number: int, total: int) -> bytes:
    """An XMP packet with description, credit, rights and IPTC's digital source type."""
    packet = XMP.format(
        credit=CREDIT,
        source=DIGITAL_SOURCE,
        english=f"Stand-in picture {number} of {total}: a drawing in place of a photo, not a photograph.",
        german=f"Ersatzbild {number} von {total}: eine Zeichnung anstelle eines Fotos, keine Fotografie.",
    )
    return packet.encode()
