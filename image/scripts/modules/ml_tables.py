"""Reads the rows of a JSON payload, for models that predict one value a row:

    [[0.04, 0.06], [0.01, 0.02]]                                rows
    {"columns": ["age", "bmi"], "data": [[0.04, 0.06]]}         rows with names, in any order
    [{"age": 0.04, "bmi": 0.06}]                                records

or each of them below one of the keys input_data, data, inputs, instances, dataframe_split and dataframe_records.
TypeError or ValueError say why a payload is none of these.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from typing import Any

import numpy

KEYS = ("input_data", "data", "inputs", "instances", "dataframe_split", "dataframe_records")

# rows and the model may each be without names, of which scikit-learn would warn with every prediction
warnings.filterwarnings("ignore", "X (has|does not have valid) feature names", UserWarning)


def read_table(data: str, names: Sequence[str] | None) -> Any:
    """The rows as a DataFrame where their columns have names, else as an array.

    ``names`` are those of the model's columns, where it knows them. What else a table must have is for the model to tell.
    """
    columns, rows = _parse(data)
    if columns is None:
        array = numpy.asarray(rows)
        return array if array.dtype.kind in "biuf" else numpy.asarray(rows, dtype=object)
    import pandas  # an environment of one's own may be without it, as long as no columns have names

    frame = pandas.DataFrame(rows, columns=columns)
    return frame[list(names)] if names is not None and set(names) == set(columns) else frame


def read_numbers(data: str, count: int, names: Sequence[str] | None) -> Any:
    """The rows as an array of ``count`` numbers each, in the order of ``names``; null becomes NaN, a missing value."""
    columns, rows = _parse(data)
    if columns is not None and (len(columns) != count or names is not None and set(columns) != set(names)):
        expected = f"{count} columns" if names is None else f"the columns {', '.join(names)}"
        raise ValueError(f"Expected {expected}. Found {', '.join(map(str, columns))}.")
    try:
        array = numpy.asarray(rows)
        if array.dtype.kind not in "biufO" or array.dtype == object and any(type(each) is str for each in array.flat):
            raise ValueError("Found text.")
        array = array.astype(float)
    except (OverflowError, TypeError, ValueError) as error:
        raise ValueError(f"Expected rows of {count} numbers. {error}") from None
    if array.ndim != 2 or array.shape[1] != count:
        raise ValueError(f"Expected rows of {count} numbers. Found the shape {list(array.shape)}.")
    return array if columns is None or names is None else array[:, [columns.index(name) for name in names]]


def _parse(data: str) -> tuple[list[Any] | None, list[Any]]:
    """The names of the columns, None where the payload has none, and the rows."""
    body = json.loads(data)
    if isinstance(body, dict) and not {"columns", "data"} <= body.keys():
        keys = [key for key in KEYS if key in body]
        if len(keys) != 1:
            raise ValueError(f"Expected rows, or a JSON object with rows below one of {', '.join(KEYS)}.")
        body = body[keys[0]]
    if isinstance(body, dict):
        columns, rows = body.get("columns"), body.get("data")
        if not isinstance(columns, list) or not isinstance(rows, list):
            raise ValueError(f"Expected a list of columns and one of data. Found {', '.join(body) or 'nothing'}.")
        return columns, rows
    if not isinstance(body, list):
        raise ValueError(f"Expected rows. Found {json.dumps(body)[:100]}.")
    if not any(isinstance(row, dict) for row in body):
        return None, body
    if not all(isinstance(row, dict) for row in body):
        raise ValueError("Expected either rows or records. Found both.")
    columns = list(dict.fromkeys(name for record in body for name in record))
    return columns, [[record.get(name) for name in columns] for record in body]
