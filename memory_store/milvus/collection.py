"""The collection that holds memories: how it is made, and what it is bound to. Knows no memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from memory_store.errors import WrongDimensionError, WrongEncoderError
from memory_store.milvus import rows
from memory_store.vectors import MOOD_AXES

if TYPE_CHECKING:
    from pymilvus import MilvusClient

BINDING = ""
"""The owner of the one entity that says which encoder the collection is bound to."""


class Collection(NamedTuple):
    """A collection of a server's, and what its vectors are bound to."""

    uri: str
    name: str
    dimension: int
    encoder: str | None
    index_type: str


def prepare(client: MilvusClient, collection: Collection) -> None:
    """Create the collection if there is none, and load it.

    Raises WrongDimensionError or WrongEncoderError.
    """
    if not client.has_collection(collection.name):
        _create(client, collection)
    _verify_dimension(client, collection)
    client.load_collection(collection.name)
    _bind(client, collection)


def _create(client: MilvusClient, collection: Collection) -> None:
    from pymilvus import DataType

    schema = client.create_schema(auto_id=True, enable_dynamic_field=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("owner", DataType.VARCHAR, max_length=64)
    schema.add_field("session", DataType.VARCHAR, max_length=64)
    schema.add_field("kind", DataType.VARCHAR, max_length=32)
    schema.add_field("at", DataType.INT64)
    schema.add_field("pinned", DataType.BOOL)
    schema.add_field("record", DataType.JSON)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=collection.dimension + MOOD_AXES)
    index = client.prepare_index_params()
    index.add_index("vector", index_type=collection.index_type, metric_type="IP")
    # Strong: what has been remembered can be recalled at once.
    client.create_collection(
        collection.name, schema=schema, index_params=index, consistency_level="Strong"
    )


def _verify_dimension(client: MilvusClient, collection: Collection) -> None:
    fields: Any = client.describe_collection(collection.name)["fields"]
    widths = [int(field["params"]["dim"]) for field in fields if field["name"] == "vector"]
    if widths != [collection.dimension + MOOD_AXES]:
        held = ", ".join(str(width - MOOD_AXES) for width in widths)
        raise WrongDimensionError(
            f"{collection.uri}: the collection {collection.name!r} holds vectors of "
            f"{held or 'no'} numbers, but {collection.dimension} were asked for; use its encoder "
            "or another collection"
        )


def _bind(client: MilvusClient, collection: Collection) -> None:
    # An entity of its own: milvus-lite keeps no descriptions or properties of collections.
    found = client.query(collection.name, filter=rows.of_owner(BINDING), output_fields=["record"])
    names = {one["record"]["encoder"] for one in found}
    wanted = collection.encoder
    if not names and wanted is not None:
        client.insert(collection.name, [rows.binding(BINDING, wanted, collection.dimension)])
    elif names and wanted is not None and wanted not in names:
        raise WrongEncoderError(
            f"{collection.uri}: the collection {collection.name!r} holds vectors of the encoder "
            f"{names.pop()!r}, but {wanted!r} was asked for; use the former or another collection"
        )
