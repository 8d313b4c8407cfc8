"""scikit-learn's random forest, or its extremely randomised trees."""
import platform

import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OrdinalEncoder

from peer import CASE, MODE, labels, matrix, obey, table


def forest():
    kind = ExtraTreesClassifier if CASE["randomCuts"] else RandomForestClassifier
    return kind(
        n_estimators=CASE["trees"],
        max_depth=CASE["maxDepth"],
        max_features="sqrt",
        class_weight="balanced",
        n_jobs=CASE["threads"],
        random_state=CASE["seed"],
    )


def pipeline():
    names = list(train.columns[:-1])
    zeros = SimpleImputer(strategy="constant", fill_value=0)
    unknown = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    features = ColumnTransformer([
        ("numerical", SimpleImputer(strategy="median"), names[: CASE["numerical"]]),
        ("categorical", make_pipeline(zeros, unknown), names[CASE["numerical"]:]),
        ("text", TfidfVectorizer(binary=True, max_features=CASE["terms"]), "text"),
    ])
    return make_pipeline(features, forest())


y = labels()
if MODE == "table":
    train, test = table("train"), table("test")
    make = pipeline
else:
    train, test = matrix("train"), matrix("test")
    make = forest
    if not CASE["dense"]:
        test = test.tocsr()

obey(
    f"scikit-learn {sklearn.__version__} (Python {platform.python_version()})",
    lambda: make().fit(train, y),
    lambda model: model.predict_proba(test),
)
