"""What a page says in its head."""

import json
import re
from html import unescape
from typing import Any


def properties(html: str) -> dict[str, str]:
    """Return the page's Open Graph and Twitter properties, each by its last value."""
    found = re.findall(r'<meta (?:property|name)="((?:og|article|twitter):[\w:]+)" content="([^"]*)">', html)
    return {name: unescape(content) for name, content in found}


def graph(html: str) -> list[dict[str, Any]]:
    """Return what the page says in JSON-LD."""
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return [node for script in scripts for node in json.loads(script)["@graph"]]


def described(html: str, kind: str) -> dict[str, Any]:
    """Return the one object of the kind that the page describes."""
    (node,) = [node for node in graph(html) if node["@type"] == kind]
    return node
