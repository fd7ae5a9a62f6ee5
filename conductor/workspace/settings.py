"""Read and change the settings.

Thread: main.
"""

from conductor.core.change import Change
from conductor.settings import Settings, Value, changed, settings_from, text_of
from conductor.store import settings as store
from conductor.workspace.desk import Desk


class KeptSettings:
    """The person's settings.

    Attributes:
        now: the settings as they are.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.now: Settings = settings_from(store.all_settings(desk.db))

    def change(self, name: str, value: Value) -> None:
        """Change one setting; where the library cannot be written, until the program ends.

        Raises:
            InvalidInput: there is no such setting, or it cannot have this value.
            StoreError: it could not be kept.
        """
        settings = changed(self.now, name, value)
        if settings == self.now:
            return
        if self._desk.db.read_only is None:
            with self._desk.db.atomic():
                store.keep_setting(self._desk.db, name, text_of(getattr(settings, name)))
        self.now = settings
        self._desk.publish(Change(settings=frozenset({name})))
