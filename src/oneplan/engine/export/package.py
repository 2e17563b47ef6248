"""What lies beside the tables and says what they are: a Frictionless data package, which people and programs read."""

from collections.abc import Mapping
from typing import Any

from oneplan.engine.export.declared import Audience, Column, Table

SAYS = {
    "text": "string", "yes_no": "boolean", "whole": "integer", "figure": "number", "money": "number", "day": "date",
    "moment": "datetime",
}  # fmt: skip
KEYS = {"dim_person": "person_key", "dim_day": "day", "dim_kind": "kind_key", "dim_feed": "feed_key"}


def of(audience: Audience, *, title: str, rows: Mapping[str, int]) -> Mapping[str, Any]:
    return {
        "name": f"oneplan-{audience.name}".replace("_", "-"),
        "title": title,
        "description": f"For {audience.words}. Moments are in UTC. Keep it no longer than dim_kind says of each kind.",
        "resources": [_resource(each, rows[each.name]) for each in audience.tables],
    }


def _resource(table: Table, rows: int) -> Mapping[str, Any]:
    key = KEYS.get(table.name)
    schema: dict[str, Any] = {"fields": [_field(each) for each in table.columns]}
    if key in {each.name for each in table.columns}:
        schema["primaryKey"] = key
    if leads := [each for each in table.columns if each.to]:
        schema["foreignKeys"] = [_leads(each) for each in leads]
    path = f"{table.name}.parquet"
    return {"name": table.name, "path": path, "format": "parquet", "title": table.words, "rows": rows, "schema": schema}


def _field(column: Column) -> Mapping[str, str]:
    return {"name": column.name, "type": SAYS[column.type], "description": column.words}


def _leads(column: Column) -> Mapping[str, Any]:
    return {"fields": column.name, "reference": {"resource": column.to, "fields": KEYS[column.to]}}
