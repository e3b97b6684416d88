"""Writes the example's model in the formats that need no scoring script into the folder formats/ beside this file.

    python -m pip install mlflow==3.17.2 scikit-learn==1.7.2 numpy==2.3.4 joblib==1.5.2 skops==0.16.0 \
        onnx==1.23.2 skl2onnx==1.20.0 xgboost-cpu==3.4.1 lightgbm==4.7.0
    python train_formats.py

The regression is that of train.py, here with the names of its columns; XGBoost and LightGBM train ten small trees instead.
What differs from one run to the next (times, identifiers) is replaced, so that the same versions write the same bytes.
"""

import json
import pickle
import re
import shutil
import zipfile
from importlib.metadata import version
from pathlib import Path

import joblib
import lightgbm
import mlflow.sklearn
import skops.io
import xgboost
from mlflow.models import infer_signature
from skl2onnx import to_onnx
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Ridge

FORMATS = Path(__file__).parent / "formats"


def main() -> None:
    features, progression = load_diabetes(return_X_y=True, as_frame=True)
    model = Ridge(alpha=0.03).fit(features, progression)
    shutil.rmtree(FORMATS, ignore_errors=True)
    FORMATS.mkdir()

    mlflow.sklearn.save_model(
        model,
        FORMATS / "mlflow",
        signature=infer_signature(features, model.predict(features)),
        input_example=features.head(2),
        # what MLflow finds by itself, less what only happens to be installed beside it
        pip_requirements=[
            f"{name}=={version(name)}" for name in ("mlflow", "numpy", "pandas", "scikit-learn", "skops")
        ],
    )
    for file in FORMATS.glob("mlflow/**/*.skops"):
        write_same_bytes(file)
    forget_the_run(FORMATS / "mlflow")

    joblib.dump(model, FORMATS / "model.joblib")
    (FORMATS / "model.pkl").write_bytes(pickle.dumps(model))
    skops.io.dump(model, FORMATS / "model.skops")
    write_same_bytes(FORMATS / "model.skops")

    plain = Ridge(alpha=0.03).fit(features.to_numpy(), progression)
    onnx_model = to_onnx(plain, features.to_numpy()[:1], options={}, target_opset={"": 18, "ai.onnx.ml": 3})
    (FORMATS / "model.onnx").write_bytes(onnx_model.SerializeToString())

    trees = xgboost.XGBRegressor(n_estimators=10, max_depth=3, n_jobs=1).fit(features, progression)
    trees.save_model(FORMATS / "model.ubj")
    trees = lightgbm.LGBMRegressor(n_estimators=10, num_leaves=7, n_jobs=1, deterministic=True, verbose=-1)
    trees.fit(features, progression).booster_.save_model(FORMATS / "model.lightgbm.txt")


def write_same_bytes(file: Path) -> None:
    """Numbers the objects of a skops file from 1 on, where their addresses in memory stand, and takes the times out."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    schema = parts["schema.json"].decode()
    numbers: dict[str, str] = {}
    for address in re.findall(r'"__id__": (\d+)', schema):
        numbers.setdefault(address, str(len(numbers) + 1))

    def number(text: str) -> str:
        return re.sub(r"\d{9,}", lambda found: numbers.setdefault(found[0], str(len(numbers) + 1)), text)

    parts = {number(name): part for name, part in parts.items()}
    parts["schema.json"] = json.dumps(json.loads(number(schema)), indent=1).encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in sorted(parts.items()):
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)


def forget_the_run(folder: Path) -> None:
    text = (folder / "MLmodel").read_text()
    fixed = {
        "model_uuid": "0" * 32,
        "utc_time_created": "'2026-01-01 00:00:00.000000'",
        "model_size_bytes": (folder / "model.skops").stat().st_size,
    }
    for name, value in fixed.items():
        text = re.sub(f"^{name}: .*", f"{name}: {value}", text, flags=re.MULTILINE)
    (folder / "MLmodel").write_text(text)


if __name__ == "__main__":
    main()
