"""What hooks get and answer: frozen values, never HTML, a session or the app."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from core.accounts.actors import Access
from core.calendar.counting_year import Period
from core.counts.categories import CountCategory as Category
from core.db.tenancy import DistrictSession
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
    """A page of the plugin, shown under its activities to those who have the permission.

    The page's address takes the district and nothing else. Without an `activity` it is shown under
    every activity, and the address takes that one's short name, too: `activity`.
    """

    endpoint: str
    label: Text
    permission: str
    activity: str | None


@dataclass(frozen=True)
class Retention:
    """What is removed when its time has come. `key` names it in the log.

    `forget` gets a district's session and the moment, in UTC, once an hour in a transaction of its
    own. It is short: on SQLite everybody who saves waits meanwhile.
    """

    key: str
    forget: Callable[[DistrictSession, datetime], None]


@dataclass(frozen=True)
class PluginJob:
    """What a plugin does by itself. `key` names it in the log.

    `run` gets the session of a district where the plugin is on, and the moment, in UTC, once a
    minute in a transaction of its own. It may translate and write letters, and knows no request.
    It is short: on SQLite everybody who saves waits meanwhile.
    """

    key: str
    run: Callable[[DistrictSession, datetime], None]


@dataclass(frozen=True)
class Link:
    """A page by its endpoint. `values` are the address's parts besides the district."""

    endpoint: str
    label: Text
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CardFigure:
    """One figure on a card or panel; core formats the number in the reader's language.

    A `key` makes a panel's figure one that programs read, too: `statistics show` prints it.
    """

    label: Text
    value: int | float | Decimal | Text
    key: str | None = None


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

    session: DistrictSession
    district: DistrictRef
    access: Access
    now: datetime
    settings: object | None


@dataclass(frozen=True)
class Card:
    """A card on the home page.

    `load` runs only for those who have the permission, and answers None where there is nothing to
    tell whoever looks.
    """

    key: str
    title: Text
    permission: str
    load: Callable[[CardContext], CardBody | None]


@dataclass(frozen=True, kw_only=True)
class CountCategory(Category):
    """Something more to count at an activity, beside core's adults and children.

    `key` is kept with every count, so it never changes. `question` is asked above the buttons,
    `help` stands below. `among` is the key of the category this one is a part of, as newcomers
    are among visits. Categories are shown by `order`, then key. Without an `activity` it is counted
    at every activity of the district.
    """

    label: Text = field(kw_only=False)
    activity: str | None
    question: Text | None = None
    help: Text | None = None
    order: int = 100


@dataclass(frozen=True)
class AssignmentRole:
    """What somebody can be on a day of an activity. `key` is kept with every assignment."""

    key: str
    title: Text
    activity: str


@dataclass(frozen=True)
class PanelTable:
    """Rows under headings. The first cell of a row is its heading."""

    headings: tuple[Text, ...]
    rows: tuple[tuple[Text | int | float | None, ...], ...]


@dataclass(frozen=True)
class PanelBody:
    """What a panel says. `quotes` are what people said, word for word."""

    lines: tuple[Text, ...] = ()
    figures: tuple[CardFigure, ...] = ()
    table: PanelTable | None = None
    quotes: tuple[str, ...] = ()
    link: Link | None = None


@dataclass(frozen=True)
class PanelContext:
    """What a panel is about: one activity and a period of local dates, both ends inclusive.

    `office` is whether the reader works where the counting was done: outside it small numbers are
    not shown. The rest is as for a card.
    """

    session: DistrictSession
    district: DistrictRef
    access: Access
    now: datetime
    settings: object | None
    activity_id: int
    activity: str
    period: Period
    office: bool


@dataclass(frozen=True)
class Panel:
    """Something to see beside an activity's figures, and to decide by.

    `load` runs only for those who have the permission, and answers None where there is nothing to
    tell. Without an `activity` it is asked of every activity.
    """

    key: str
    title: Text
    permission: str
    load: Callable[[PanelContext], PanelBody | None]
    activity: str | None = None


@dataclass(frozen=True)
class PublicLink:
    """A page a resident may open without signing in, on the public page of an activity.

    The page's address takes the district and the activity's short name.
    """

    endpoint: str
    label: Text
    activity: str | None = None
