"""Fits scikit-learn's forests on the matrix that `accuracy export` wrote, and scores both beside SongGenre's.

Needs scikit-learn 1.2.1 and NumPy 1.24 (Debian 12: python3-sklearn):

    /usr/bin/python3 sklearn_forest.py FOLDER [THREADS]
"""
import json
import pathlib
import sys

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.metrics import accuracy_score, log_loss, roc_auc_score

folder = pathlib.Path(sys.argv[1])
threads = int(sys.argv[2]) if len(sys.argv) > 2 else 2
labels = {side: np.array(values) for side, values in json.loads((folder / "labels.json").read_text()).items()}
knobs = json.loads((folder / "experiment.json").read_text())


def matrix(side):
    return np.fromfile(folder / f"{side}.bin", "<f8").reshape(-1, len(labels[side])).T


def knob(name, kind):
    text = knobs[f"forest.{name}"]
    return None if text == "null" else kind(text)


def share_or_count(text):
    return text if text.isalpha() else float(text) if "." in text else int(text)


def auc(rows, p):
    return roc_auc_score(labels["test"][rows], p[rows], multi_class="ovo", average="macro")


def report(name, p, samples=200):
    """Percentile intervals from resamples within each genre, as Bootstrap.Intervals."""
    random = np.random.default_rng(42)
    genres = [np.flatnonzero(labels["test"] == g) for g in np.unique(labels["test"])]
    scores = [auc(np.concatenate([random.choice(g, len(g)) for g in genres]), p) for _ in range(samples)]
    low, high = np.quantile(scores, [0.025, 0.975])
    every = np.arange(len(p))
    accuracy = accuracy_score(labels["test"], p.argmax(1))
    print(f"| {name} | {auc(every, p):.5f} | {low:.5f}–{high:.5f} | {accuracy:.4f} | {log_loss(labels['test'], p):.4f} |",
          flush=True)


options = dict(
    n_estimators=knob("n_estimators", int),
    max_depth=knob("max_depth", int),
    max_features=knob("max_features", share_or_count),
    min_samples_split=knob("min_samples_split", int),
    min_samples_leaf=knob("min_samples_leaf", int),
    class_weight=knob("class_weight", str),
    random_state=knob("random_state", int),
    n_jobs=threads,
)
train, test = matrix("train"), matrix("test")
print("| forest | AUC | 95% | accuracy | log loss |\n| --- | --- | --- | --- | --- |")
report("SongGenre", np.fromfile(folder / "ours.bin", "<f8").reshape(len(test), -1))
forest = RandomForestClassifier(max_samples=knob("max_samples", float), **options).fit(train, labels["train"])
report("scikit-learn, RandomForestClassifier", forest.predict_proba(test))
forest = ExtraTreesClassifier(**options).fit(train, labels["train"])
report("scikit-learn, ExtraTreesClassifier", forest.predict_proba(test))
