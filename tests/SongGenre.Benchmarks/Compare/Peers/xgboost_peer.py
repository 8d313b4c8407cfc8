"""XGBoost's forest mode: one round of many parallel trees."""
import math
import platform

import xgboost
from sklearn.utils.class_weight import compute_sample_weight

from peer import CASE, labels, matrix, obey

train, test, y = matrix("train"), matrix("test"), labels()
if not CASE["dense"]:
    train, test = train.tocsr(), test.tocsr()


def fit():
    model = xgboost.XGBRFClassifier(
        n_estimators=CASE["trees"],
        max_depth=CASE["maxDepth"] or 0,
        min_child_weight=0,
        subsample=0.632,
        colsample_bynode=math.floor(math.sqrt(CASE["columns"])) / CASE["columns"],
        learning_rate=1,
        objective="multi:softprob",
        tree_method="hist",
        n_jobs=CASE["threads"],
        random_state=CASE["seed"],
    )
    return model.fit(train, y, sample_weight=compute_sample_weight("balanced", y))


obey(
    f"XGBoost {xgboost.__version__} (Python {platform.python_version()})",
    fit,
    lambda model: model.predict_proba(test),
)
