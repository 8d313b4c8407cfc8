"""Writes pooled_values.json: differences between two ways to make a model, each tried with several seeds, and their
bootstrap intervals by NumPy and scikit-learn. Run with scikit-learn 1.2.1."""

import json
from pathlib import Path

import numpy as np
from sklearn.metrics import accuracy_score, f1_score, log_loss, roc_auc_score

CLASSES, ROWS, SAMPLES = 3, 120, 3000
CASES = {
    "one try each on the same rows": ([0], [0]),
    "one try each on other rows": ([0], [1]),
    "several tries on the same rows": ([0, 0], [0, 0, 0]),
    "tries on sets of rows that both have": ([0, 1, 2], [0, 1, 2]),
}
draw = np.random.default_rng(7)
LABELS = [np.sort(draw.integers(0, CLASSES, ROWS)) for _ in range(3)]
HARD = [draw.normal(0, 1, (ROWS, CLASSES)) for _ in range(3)]


def predict(which, skill):
    labels = LABELS[which]
    scores = HARD[which] + draw.normal(0, 0.5, (ROWS, CLASSES)) + draw.normal(skill, 0.25) * np.eye(CLASSES)[labels]
    values = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    values = np.round(values, 6)
    values[:, -1] = np.round(1 - values[:, :-1].sum(axis=1), 6)
    return values


def metrics(labels, values):
    predicted = values.argmax(axis=1)
    return np.array([
        roc_auc_score(labels, values / values.sum(axis=1, keepdims=True), average="macro", multi_class="ovo"),
        accuracy_score(labels, predicted),
        f1_score(labels, predicted, average="macro"),
        log_loss(labels, values),
    ])


def resample(labels):
    return np.concatenate([draw.choice(np.flatnonzero(labels == c), (labels == c).sum()) for c in range(CLASSES)])


def difference(first, second, rows, counts):
    def mean(tries, count):
        scored = [n * metrics(LABELS[s][rows[s]], p[rows[s]]) for (s, p), n in zip(tries, count) if n]
        return sum(scored) / sum(count)
    return mean(second, counts[1]) - mean(first, counts[0])


cases = []
for name, (a, b) in CASES.items():
    first = [(s, predict(s, 1.0)) for s in a]
    second = [(s, predict(s, 1.4)) for s in b]
    whole = [np.arange(ROWS)] * 3
    estimate = difference(first, second, whole, [[1] * len(a), [1] * len(b)])
    samples = []
    for _ in range(SAMPLES):
        rows = [resample(labels) for labels in LABELS]
        if len(set(a)) > 1:
            sets = np.bincount(draw.integers(0, len(a), len(a)), minlength=len(a)).tolist()
            counts = [sets, sets]
        else:
            counts = [np.bincount(draw.integers(0, len(t), len(t)), minlength=len(t)).tolist() for t in (a, b)]
        samples.append(difference(first, second, rows, counts))
    cases.append({
        "name": name,
        "first": [{"set": s, "probabilities": p.ravel().tolist()} for s, p in first],
        "second": [{"set": s, "probabilities": p.ravel().tolist()} for s, p in second],
        "estimate": estimate.tolist(),
        "lower": np.quantile(samples, 0.025, axis=0).tolist(),
        "upper": np.quantile(samples, 0.975, axis=0).tolist(),
    })
Path(__file__).with_suffix(".json").write_text(json.dumps({
    "metrics": ["auc_ovo_macro", "accuracy", "macro_f1", "log_loss"],
    "labels": [labels.tolist() for labels in LABELS],
    "cases": cases,
}) + "\n")
