"""The columns of the tables that every rule reads, as in the design, section 5."""

import pyarrow as pa

FACTS = pa.schema(
    [
        pa.field("fact_id", pa.string(), nullable=False),
        ("person_id", pa.string()),
        ("family_id", pa.string()),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("start", pa.date32(), nullable=False),
        ("end", pa.date32()),
        ("value", pa.float64()),
        ("unit", pa.string()),
        ("attributes", pa.map_(pa.string(), pa.string())),
        pa.field("source", pa.string(), nullable=False),
        pa.field("known_from", pa.timestamp("us", tz="UTC"), nullable=False),
        ("known_until", pa.timestamp("us", tz="UTC")),
        ("recorded_by", pa.string()),
        pa.field("category", pa.string(), nullable=False),
    ]
)
PEOPLE = pa.schema(
    [
        pa.field("person_id", pa.string(), nullable=False),
        ("born_from", pa.date32()),
        ("born_to", pa.date32()),
        ("due_on", pa.date32()),
        ("died_on", pa.date32()),
        ("sex", pa.string()),
    ]
)
COVERAGE = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("population", pa.string(), nullable=False),
        pa.field("from", pa.date32(), nullable=False),
        ("to", pa.date32()),
        pa.field("as_of", pa.timestamp("us", tz="UTC"), nullable=False),
    ]
)
