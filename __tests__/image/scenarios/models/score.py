import os
from pathlib import Path


def init():
    global texts
    root = Path(os.environ["AZUREML_MODEL_DIR"])
    texts = {str(path.relative_to(root)): path.read_text() for path in sorted(root.rglob("*.txt"))}


def run(data):
    return texts
