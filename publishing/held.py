"""A cache of values that hold under the content stamp; the least used go first."""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime
from threading import Lock
from typing import Any

from publishing.stamps import Validity


class Held:
    """Values by key with validity and size; `limit` bounds the sum of the sizes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._size = 0
        self._values: OrderedDict[Hashable, tuple[Validity, int, Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, stamp: str, at: datetime) -> Any:
        """Return the value if it holds under the stamp at the moment; else None."""
        with self._lock:
            found = self._values.get(key)
            if found is None or not found[0].holds(stamp, at):
                return None
            self._values.move_to_end(key)
            return found[2]

    def put(self, key: Hashable, value: Any, validity: Validity, *, size: int = 1) -> None:
        """Keep the value and drop others to make room; skip one above the limit."""
        if size > self.limit:
            return
        with self._lock:
            _old, freed, _value = self._values.pop(key, (None, 0, None))
            self._values[key] = (validity, size, value)
            self._size += size - freed
            while self._size > self.limit:
                _key, (_validity, least, _oldest) = self._values.popitem(last=False)
                self._size -= least

    def __len__(self) -> int:
        return len(self._values)

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self._size = 0
