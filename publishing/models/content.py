"""Facts about kinds with a page, declared by each model; lists derive from them."""

from functools import reduce
from typing import ClassVar

from publishing.addresses import path_of


class Content:
    """Base of all kinds that visitors can open. See kinds.py for the lists."""

    # The place among all kinds, wherever they are listed: menus of the admin, work queue, sitemap. Smaller is first.
    # Those of meetings begin at 10, of photos at 20, of partners at 30; topics have 40, fixed pages 50.
    kind_order: ClassVar[int] = 1000
    # The name of its page in website/urls.py, and the columns that are in the address, in their order.
    page_name: ClassVar[str]
    page_columns: ClassVar[tuple[str, ...]] = ("slug",)
    # False where it is shown on the page of another row, at an anchor that is its permanent id.
    has_own_page: ClassVar[bool] = True
    # The name of its part of the sitemap; empty where its pages are not in it.
    sitemap_section: ClassVar[str] = ""

    public_id: str  # each kind brings a PublicIdField with its letter

    def get_absolute_url(self) -> str:
        """Return the address of its page in the active language."""
        values = [reduce(getattr, column.split("__"), self) for column in self.page_columns]
        address = path_of(self.page_name, *values)
        return address if self.has_own_page else f"{address}#{self.public_id}"
