"""Trains the example's model: a ridge regression on scikit-learn's diabetes data (442 patients, 10 features).

    python -m pip install -r requirements.txt && python train.py

writes model.joblib beside this file.
"""

from pathlib import Path

import joblib
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Ridge

features, progression = load_diabetes(return_X_y=True)  # shapes (442, 10) and (442,)
model = Ridge(alpha=0.03).fit(features, progression)
joblib.dump(model, Path(__file__).with_name("model.joblib"))
print(f"R2 on the training data: {model.score(features, progression):.3f}")
