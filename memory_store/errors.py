"""The exception tree. Every message says what was got, what was expected and what to do.

    StoreError
    ├── NotADatabaseError     the path leads to a folder, another file or another program's data
    ├── CorruptDatabaseError  the database or a memory in it is damaged
    ├── NewerVersionError     a newer version of this library has written the database
    ├── WrongDimensionError   a vector, or the whole database, has another width
    ├── WrongEncoderError     the database holds vectors of another encoder
    ├── UnknownMemoryError    the owner has no such memory, or it has been replaced already
    ├── ExportFileError       a file to import is damaged, incomplete or no export
    ├── UnwritableError       the file or its folder cannot be written, or the disk is full
    ├── BusyError             another process held the write lock for too long
    ├── TransactionError      a transaction was used in a way that could lose or invent memories
    └── ClosedError           the store was used after `close()`

Records refuse impossible values with pydantic's `ValidationError` before a store sees them.
"""


class StoreError(Exception):
    """Base of everything this package raises on purpose; `str(error)` is fit to show to a user."""


class NotADatabaseError(StoreError):
    """The path leads to something that is not a memory store."""


class CorruptDatabaseError(StoreError):
    """The database, or a memory in it, is damaged. It has been left as it was found."""


class NewerVersionError(StoreError):
    """The database was written by a newer version of this library."""


class WrongDimensionError(StoreError):
    """A vector does not have the width of the store's vectors."""


class WrongEncoderError(StoreError):
    """The database holds vectors of another encoder: comparing them would be meaningless."""


class UnknownMemoryError(StoreError):
    """The owner has no memory with this id, or not in the state that the operation needs."""


class ExportFileError(StoreError):
    """A file to import is damaged, incomplete, no export at all or one of a newer version."""


class UnwritableError(StoreError):
    """The file or its folder cannot be written."""


class BusyError(StoreError):
    """Another process or connection held the write lock for longer than the busy timeout."""


class TransactionError(StoreError):
    """A transaction was opened or used in a way that could lose or invent memories."""


class ClosedError(StoreError):
    """The store has been closed."""
