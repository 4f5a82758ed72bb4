"""What hooks get and answer: frozen values, never HTML, a session or the app."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy.orm import Session

from core.accounts.actors import Access
from core.counts.categories import CountCategory as Category
from core.text import Text


@dataclass(frozen=True)
class DistrictRef:
    """The district a hook is asked for. `slug` is the first part of its addresses."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True)
class MigrationFolder:
    """Where a plugin's Alembic revisions lie: the dotted package, and its folder on disk."""

    package: str
    path: Path


@dataclass(frozen=True)
class DemoSource:
    """A data file or folder that `innbyggerbasen demo` reads."""

    path: Path


@dataclass(frozen=True)
class PermissionGrant:
    """A permission `<plugin>:<resource>:<action>`, and the roles that have it."""

    permission: str
    roles: frozenset[str]
    title: Text


@dataclass(frozen=True)
class MenuItem:
    """A page of the plugin, shown under its activity to those who have the permission.

    The page's address takes the district and nothing else.
    """

    endpoint: str
    label: Text
    permission: str
    activity: str


@dataclass(frozen=True)
class Link:
    """A page by its endpoint. `values` are the address's parts besides the district."""

    endpoint: str
    label: Text
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CardFigure:
    """One figure on a card; core formats the number in the reader's language."""

    label: Text
    value: int | float | Decimal | Text


@dataclass(frozen=True)
class CardBody:
    """What a card says."""

    lines: tuple[Text, ...] = ()
    figures: tuple[CardFigure, ...] = ()
    link: Link | None = None


@dataclass(frozen=True)
class CardContext:
    """What a card may read: the district's session, who looks, and the plugin's settings here.

    `now` is in UTC. `settings` is an instance of the plugin's own schema, None without one.
    """

    session: Session
    district: DistrictRef
    access: Access
    now: datetime
    settings: object | None


@dataclass(frozen=True)
class Card:
    """A card on the home page. `load` runs only for those who have the permission."""

    key: str
    title: Text
    permission: str
    load: Callable[[CardContext], CardBody]


@dataclass(frozen=True, kw_only=True)
class CountCategory(Category):
    """Something more to count at an activity, beside core's adults and children.

    `key` is kept with every count, so it never changes. `question` is asked above the buttons,
    `help` stands below. `among` is the key of the category this one is a part of, as newcomers
    are among visits. Categories are shown by `order`, then key.
    """

    label: Text = field(kw_only=False)
    activity: str
    question: Text | None = None
    help: Text | None = None
    order: int = 100
