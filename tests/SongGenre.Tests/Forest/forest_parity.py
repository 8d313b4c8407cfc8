"""Writes forest_parity.json: what scikit-learn's forests score over seeds, for the tests of RandomForest.

Run with scikit-learn 1.2.1: python3 forest_parity.py
The rows come from whole numbers of the SplitMix64 generator, so that the tests draw the same ones.
"""
import json
import pathlib

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.metrics import log_loss, roc_auc_score

ROWS, COLUMNS, SEEDS = 1200, 9, 40
MASK = (1 << 64) - 1
CASES = [
    {"classes": 5, "max_depth": 13},
    {"classes": 5, "max_depth": None},
    {"classes": 5, "max_depth": 13, "criterion": "entropy"},
    {"classes": 5, "max_depth": None, "class_weight": "none", "min_samples_leaf": 4},
    {"classes": 5, "max_depth": None, "splitter": "random"},
    {"classes": 20, "max_depth": 13},
    {"classes": 2, "max_depth": None},
]


class SplitMix64:
    def __init__(self, seed):
        self.state = seed

    def next(self, bound):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return ((z ^ (z >> 31)) * bound) >> 64


def data(classes, seed):
    """The lower classes have more rows. Columns of three kinds: broad, of few values, and mostly zero."""
    random = SplitMix64(seed)
    x, y = np.zeros((ROWS, COLUMNS)), np.zeros(ROWS, int)
    for row in range(ROWS):
        label = y[row] = min(random.next(classes), random.next(classes))
        for c in range(COLUMNS):
            hint = (label * (c + 2)) % classes
            if c % 3 == 0:
                x[row, c] = random.next(1000) + random.next(1000) + 1200 * hint // classes
            elif c % 3 == 1:
                x[row, c] = (hint + random.next(4)) % 8
            elif random.next(8) <= hint % 3:
                x[row, c] = 1 + random.next(50)
    return x, y


def scores(case, seed):
    random = case.get("splitter") == "random"
    weight = case.get("class_weight", "balanced")
    forest = (ExtraTreesClassifier if random else RandomForestClassifier)(
        n_estimators=50,
        max_depth=case["max_depth"],
        criterion=case.get("criterion", "gini"),
        min_samples_leaf=case.get("min_samples_leaf", 1),
        class_weight=None if weight == "none" else weight,
        random_state=seed,
    ).fit(*train[case["classes"]])
    x, y = test[case["classes"]]
    p = forest.predict_proba(x)
    if case["classes"] == 2:
        return roc_auc_score(y, p[:, 1]), log_loss(y, p)
    return roc_auc_score(y, p, multi_class="ovo"), log_loss(y, p)


train = {classes: data(classes, 1) for classes in (2, 5, 20)}
test = {classes: data(classes, 2) for classes in (2, 5, 20)}
collected = []
for case in CASES:
    auc, loss = np.array([scores(case, seed) for seed in range(SEEDS)]).T
    collected.append({
        "classes": case["classes"],
        "max_depth": case["max_depth"],
        "criterion": case.get("criterion", "gini"),
        "splitter": case.get("splitter", "best"),
        "class_weight": case.get("class_weight", "balanced"),
        "min_samples_leaf": case.get("min_samples_leaf", 1),
        "auc": auc.mean(), "auc_deviation": auc.std(ddof=1),
        "log_loss": loss.mean(), "log_loss_deviation": loss.std(ddof=1),
    })

out = {"rows": ROWS, "columns": COLUMNS, "seeds": SEEDS, "cases": collected}
text = json.dumps(out, separators=(",", ":")).replace('{"classes"', '\n{"classes"')
pathlib.Path(__file__).with_name("forest_parity.json").write_text(text + "\n", encoding="utf-8")
