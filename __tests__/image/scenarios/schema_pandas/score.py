import pandas as pd
from inference_schema.parameter_types.pandas_parameter_type import PandasParameterType
from inference_schema.schema_decorators import input_schema


def init():
    pass


@input_schema("data", PandasParameterType(pd.DataFrame({"a": [1], "b": [2.5]})))
def run(data):
    return data.dtypes.astype(str).to_dict() | {"rows": len(data)}
