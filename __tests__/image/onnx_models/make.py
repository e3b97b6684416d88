"""Writes the ONNX files of test_script_onnx.py beside this file: python make.py, with onnx==1.23.2, skl2onnx==1.20.0 and
scikit-learn==1.7.2, which the tests themselves do without."""

from pathlib import Path

import numpy
from onnx import TensorProto, checker, helper, save
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

HERE = Path(__file__).parent
OPSET = {"": 18, "ai.onnx.ml": 3}


def write(name, nodes, inputs, outputs):
    opsets = [helper.make_opsetid(*each) for each in OPSET.items()]
    model = helper.make_model(helper.make_graph(nodes, name, inputs, outputs), opset_imports=opsets, ir_version=9)
    checker.check_model(model)
    save(model, HERE / f"{name}.onnx")


def value(name, type_, shape):
    return helper.make_tensor_value_info(name, type_, shape)


def types():
    """Each type that JSON can hold, in and out."""
    names = "float double float16 int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool string".split()
    kinds = [getattr(TensorProto, name.upper()) for name in names]
    nodes = [helper.make_node("Identity", [name], [f"{name}_out"]) for name in names]
    inputs = [value(name, kind, ["n", 2]) for name, kind in zip(names, kinds, strict=True)]
    write(
        "types", nodes, inputs, [value(f"{name}_out", kind, ["n", 2]) for name, kind in zip(names, kinds, strict=True)]
    )
    for name, kind in (("float", TensorProto.FLOAT), ("double", TensorProto.DOUBLE)):
        node = helper.make_node("Identity", ["x"], ["y"])
        write(f"one_{name}", [node], [value("x", kind, ["n", 2])], [value("y", kind, ["n", 2])])


def batch():
    """Two inputs of one batch, one of them of a fixed width, and a number without dimensions."""
    float_ = TensorProto.FLOAT
    nodes = [helper.make_node("Mul", ["a", "scale"], ["scaled"]), helper.make_node("Add", ["scaled", "b"], ["sum"])]
    inputs = [value("a", float_, ["batch", 3]), value("b", float_, ["batch", 1]), value("scale", float_, [])]
    write("batch", nodes, inputs, [value("sum", float_, ["batch", 3])])


def sequence():
    inputs = [helper.make_tensor_sequence_value_info("parts", TensorProto.FLOAT, [None, 2])]
    node = helper.make_node("ConcatFromSequence", ["parts"], ["whole"], axis=0)
    write("sequence", [node], inputs, [value("whole", TensorProto.FLOAT, [None, 2])])


def classifiers():
    rows = numpy.array([[0, 1], [1, 0], [2, 3], [3, 2]], numpy.float32)
    labels = numpy.array(["low", "low", "high", "high"])
    model = to_onnx(LogisticRegression().fit(rows, labels), rows[:1], target_opset=OPSET)
    save(model, HERE / "classifier.onnx")

    import pandas

    frame = pandas.DataFrame({"age": [30.0, 40, 50, 60], "city": ["Bonn", "Köln", "Bonn", "Köln"]})
    encoder = ColumnTransformer([("number", StandardScaler(), ["age"]), ("text", OneHotEncoder(), ["city"])])
    pipeline = make_pipeline(encoder, LogisticRegression()).fit(frame, [0, 0, 1, 1])
    inputs = [("age", FloatTensorType([None, 1])), ("city", StringTensorType([None, 1]))]
    options = {id(pipeline): {"zipmap": False}}
    save(to_onnx(pipeline, initial_types=inputs, options=options, target_opset=OPSET), HERE / "columns.onnx")


if __name__ == "__main__":
    types()
    batch()
    sequence()
    classifiers()
