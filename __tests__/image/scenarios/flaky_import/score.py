import os

import helper
from inference_schema.parameter_types.standard_py_parameter_type import StandardPythonParameterType
from inference_schema.schema_decorators import input_schema, output_schema


def init():
    pass


@input_schema("data", StandardPythonParameterType(1))
@output_schema(StandardPythonParameterType({"data": 1}))
def run(data):
    return {"imports of helper": helper.imports, "data": data}


if helper.imports <= int(os.environ["FAILURES"]):
    raise ConnectionError("no share yet")
