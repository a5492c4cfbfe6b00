"""The exception tree. Every message says what was got, what was expected and what to do.

    EmpathicAgentError
    ├── InputError        the caller's text or arguments cannot be used (empty, too long, not text)
    ├── SettingsError     a setting is unknown or has an impossible value
    ├── PersonaError      a persona is unknown or its file is malformed
    │   └── CardError     a character card is damaged, too large, or no card at all
    ├── DataError         a data set file is missing or not in its official format
    ├── ModelError        an encoder, head or chat model cannot be loaded or does not match
    ├── PluginError       a named plug-in does not exist or failed to start
    └── StorageError      the user's data directory or database cannot be used

`memory_store` has a tree of its own (`memory_store.errors`); `journal.py` is the one seam where it
is translated into `StorageError`.
"""


class EmpathicAgentError(Exception):
    """Base of everything this package raises on purpose; `str(error)` is fit to show to a user."""


class InputError(EmpathicAgentError):
    """The text or an argument given by the caller cannot be used."""


class SettingsError(EmpathicAgentError):
    """A setting is unknown or has an impossible value."""


class PersonaError(EmpathicAgentError):
    """A persona is unknown or its file is malformed."""


class CardError(PersonaError):
    """A character card is damaged, too large, or no card at all."""


class DataError(EmpathicAgentError):
    """A data set file is missing or is not in its official format."""


class ModelError(EmpathicAgentError):
    """An encoder, a head or a chat model cannot be loaded, or does not match its partners."""


class PluginError(EmpathicAgentError):
    """A named plug-in does not exist or failed to start."""


class StorageError(EmpathicAgentError):
    """The data directory or the database cannot be used."""
