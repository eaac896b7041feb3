"""XMP packets (ISO 16684-1) of IPTC Photo Metadata 2025.1, written and read."""

import re
from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from photos.formats import charsets

SIGNATURE: Final = b"http://ns.adobe.com/xap/1.0/\0"  # before a packet in a JPEG
DEFAULT: Final = "x-default"

NAMESPACES: Final = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
}
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
MOST_ELEMENTS: Final = 20_000
NOT_IN_XML: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufeff\ufffe\uffff]|&#(?:0*(?:[0-8]|1[124-9]|2\\d|3[01])|x0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));"
)

# What a property holds: one text, texts by language, several texts, or structures of texts.
Value = str | Mapping[str, str] | list[str] | list[dict[str, str]]


def packet(properties: Mapping[str, Value]) -> bytes:
    """Return a packet of the properties that are not empty, named like "dc:rights"."""
    filled = {name: value for name, value in properties.items() if value}
    prefixes = sorted({name.partition(":")[0] for name in _names(filled)})
    spaces = "".join(f' xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in prefixes)
    body = "".join(_property(name, value) for name, value in filled.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}">'
        f'<rdf:Description rdf:about=""{spaces}>{body}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def read(content: bytes) -> dict[str, Value]:
    """Return the known properties, named as in `packet`; raises ValueError if no XMP.

    Elements and attributes count alike, in every description directly below rdf:RDF. Of a property that is there twice
    the first that is not empty counts. Entities are refused, since packets come from anybody.
    """
    root = _parsed(content)
    found: dict[str, Value] = {}
    for number, element in enumerate(_descriptions(root)):
        if number > MOST_ELEMENTS:
            break
        properties: dict[str, Value] = {name: text for tag, text in element.attrib.items() if (name := _name(tag))}
        properties |= {name: _value(child) for child in element if (name := _name(child.tag))}
        found |= {name: value for name, value in properties.items() if not is_filled(found.get(name))}
    return found


def is_filled(value: Value | None) -> bool:
    """Whether any text of the value is more than blanks."""
    if value is None or isinstance(value, str):
        return bool(value and value.strip())
    parts = value.values() if isinstance(value, Mapping) else value
    return any(is_filled(part) for part in parts)


def _parsed(content: bytes) -> Element:
    """Return the packet's root; damaged XML is read again without what XML forbids."""
    try:
        return _tree(content.strip(b"\0 \r\n\t"))
    except ElementTree.ParseError:
        text = NOT_IN_XML.sub("", charsets.lenient(content))
        start, end = text.find("<"), text.rfind(">") + 1
        try:
            return _tree(re.sub(r"^<\?xml[^>]*\?>", "", text[start:end]).encode())
        except ElementTree.ParseError as error:
            raise ValueError("The packet is no XML.") from error


def _tree(content: bytes) -> Element:
    try:
        root: Element = ElementTree.fromstring(content, forbid_dtd=True)
    except (DefusedXmlException, LookupError, RecursionError) as error:
        raise ValueError("The packet is no XML that may be read.") from error
    return root


def _descriptions(root: Element) -> Iterator[Element]:
    """Yield the nodes directly below rdf:RDF, descriptions or typed nodes."""
    for rdf in root.iter(f"{{{RDF}}}RDF"):
        yield from rdf


def _names(properties: Mapping[str, Value]) -> Iterator[str]:
    for name, value in properties.items():
        yield name
        if isinstance(value, list):
            yield from (part for each in value if isinstance(each, Mapping) for part in each)


def _property(name: str, value: Value) -> str:
    if isinstance(value, str):
        return f"<{name}>{_escaped(value)}</{name}>"
    if isinstance(value, Mapping):
        items = "".join(
            f"<rdf:li xml:lang={quoteattr(language)}>{_escaped(text)}</rdf:li>" for language, text in value.items()
        )
        return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"
    ordered = "Seq" if name in ("dc:creator", "plus:Licensor") else "Bag"
    items = "".join(_item(each) for each in value)
    return f"<{name}><rdf:{ordered}>{items}</rdf:{ordered}></{name}>"


def _item(value: str | Mapping[str, str]) -> str:
    if isinstance(value, str):
        return f"<rdf:li>{_escaped(value)}</rdf:li>"
    parts = "".join(f"<{name}>{_escaped(text)}</{name}>" for name, text in value.items())
    return f'<rdf:li rdf:parseType="Resource">{parts}</rdf:li>'


def _escaped(text: str) -> str:
    return escape(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", text))


def _name(tag: str) -> str:
    """Return a qualified name with our prefix; "" for an unknown namespace."""
    uri, _, local = tag.removeprefix("{").partition("}")
    return next((f"{prefix}:{local}" for prefix, known in NAMESPACES.items() if known == uri), "")


def _value(element: Element) -> Value:
    items = element.findall(f"{{{RDF}}}*/{{{RDF}}}li")
    if element.find(f"{{{RDF}}}Alt") is not None:
        return {item.get(LANG, DEFAULT): _text(item) for item in items}
    if items:
        return [_text(item) for item in items]
    return _text(element)


def _text(element: Element) -> str:
    return (element.text or "").strip()
