"""What a title or label may be: a plain string, or one that is translated when it is shown."""

from typing import TypeAlias

from flask_babel.speaklater import LazyString

Text: TypeAlias = str | LazyString
