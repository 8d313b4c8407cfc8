"""Writes forest_values.json: single trees grown by scikit-learn, for the tests of RandomForest.

Run with scikit-learn 1.2.1: python3 forest_values.py
Only trees that come out the same for every order of columns are kept, so that no tie decides their shape.
"""
import json
import pathlib

import numpy as np
from sklearn.tree import DecisionTreeClassifier

CLASSES = 4
OPTIONS = [
    {"max_depth": 4},
    {"max_depth": 4, "criterion": "entropy"},
    {"max_depth": 3, "class_weight": "balanced"},
    {"max_depth": 3, "class_weight": "balanced", "criterion": "entropy"},
    {"max_depth": 4, "class_weight": {0: 2.5, 3: 0.5}},
    {"max_leaf_nodes": 6},
    {"max_leaf_nodes": 7, "criterion": "entropy", "class_weight": "balanced"},
    {"min_impurity_decrease": 0.02},
    {"min_impurity_decrease": 0.03, "class_weight": "balanced"},
    {"min_samples_leaf": 9},
    {"min_samples_split": 30, "max_depth": 6},
]


def data(seed):
    random = np.random.default_rng(seed)
    label = random.integers(0, CLASSES, 160)
    x = np.stack([
        random.integers(0, 1000, 160) + 150 * label,
        random.integers(0, 400, 160) - 90 * (label % 2),
        random.integers(0, 6, 160) + (label == 2),
        (random.random(160) < 0.3 + 0.4 * (label == 3)).astype(int),
    ], axis=1)
    return x, label


def tree(x, y, options, seed):
    options = dict(options)
    weight = options.get("class_weight")
    if isinstance(weight, dict):
        options["class_weight"] = {c: weight.get(c, 1.0) for c in range(CLASSES)}
    return DecisionTreeClassifier(random_state=seed, **options).fit(x, y)


def cases(x, y, probes):
    """The expected values of all options; None if a tie decides the shape of any tree."""
    collected = []
    for options in OPTIONS:
        trees = [tree(x, y, options, seed) for seed in range(12)]
        everywhere = np.concatenate([x, probes])
        first = trees[0].predict_proba(everywhere)
        importances = trees[0].feature_importances_
        if any(
            np.abs(t.predict_proba(everywhere) - first).max() > 0
            or np.abs(t.feature_importances_ - importances).max() > 1e-12
            for t in trees
        ):
            return None
        # Rounding of weights can make scikit-learn split a node of one class, to no effect.
        inner = trees[0].tree_.value[trees[0].tree_.children_left >= 0, 0]
        if np.any((inner > 0).sum(axis=1) == 1):
            return None
        weight = options.get("class_weight", "none")
        if isinstance(weight, dict):
            weight = ", ".join(f"{c}: {w}" for c, w in weight.items())
        collected.append({
            "max_depth": options.get("max_depth"),
            "criterion": options.get("criterion", "gini"),
            "class_weight": weight,
            "max_leaf_nodes": options.get("max_leaf_nodes"),
            "min_impurity_decrease": options.get("min_impurity_decrease", 0.0),
            "min_samples_leaf": options.get("min_samples_leaf", 1),
            "min_samples_split": options.get("min_samples_split", 2),
            "leaves": int(trees[0].get_n_leaves()),
            "depth": int(trees[0].get_depth()),
            "importances": trees[0].feature_importances_.tolist(),
            "probabilities": trees[0].predict_proba(probes).ravel().round(15).tolist(),
        })
    return collected


for seed in range(10000):
    x, y = data(seed)
    probes = data(seed + 1_000_000)[0][:12]
    collected = cases(x, y, probes)
    if collected is not None:
        break

out = {"seed": seed, "classes": CLASSES, "x": x.T.tolist(), "y": y.tolist(), "probes": probes.T.tolist(), "cases": collected}
text = json.dumps(out, separators=(",", ":")).replace('{"max_depth"', '\n{"max_depth"')
pathlib.Path(__file__).with_name("forest_values.json").write_text(text + "\n", encoding="utf-8")
