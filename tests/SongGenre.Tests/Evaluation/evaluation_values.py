"""Writes evaluation_values.json beside this file: what scikit-learn says of predictions that EvaluationCase.cs makes alike.

Run with scikit-learn 1.2.1 (Debian's python3-sklearn). Labels and probabilities are not stored: both sides draw them from
the same linear congruential generator (Knuth's MMIX constants; the upper 31 of 64 bits). Each row gets `votes` votes of
which a part falls on its own class or a neighbour, and the shares of the votes are its probabilities, so ties abound.
"""
import json
import pathlib
import warnings

import numpy as np
from sklearn import metrics
from sklearn.calibration import calibration_curve
from sklearn.metrics._base import _average_multiclass_ovo_score
from sklearn.metrics._ranking import _binary_roc_auc_score

warnings.filterwarnings("ignore")


class Lcg:
    def __init__(self, seed):
        self.state = seed

    def next(self, bound):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % bound


def predictions(seed, rows, classes, votes, missing):
    random = Lcg(seed)
    labels, counts = [], np.zeros((rows, classes), int)
    for row in range(rows):
        label = min(random.next(classes), random.next(classes + 2))  # low classes are frequent, high ones rare
        if label == missing:
            label = (label + 1) % classes
        labels.append(label)
        for _ in range(votes):
            kind = random.next(100)
            if kind < 14:
                counts[row, label] += 1
            elif kind < 40:
                counts[row, (label + 1 + random.next(3)) % classes] += 1
            else:
                counts[row, random.next(classes)] += 1
    return np.array(labels), counts / votes


def expected(labels, probabilities):
    rows, classes = probabilities.shape
    present = np.unique(labels)
    predicted = probabilities.argmax(axis=1)
    one_hot = {c: labels == c for c in present}
    auc = [metrics.roc_auc_score(one_hot[c], probabilities[:, c]) for c in present]
    if len(present) == classes > 2:
        ovo = {a: metrics.roc_auc_score(labels, probabilities, multi_class="ovo", average=a) for a in ("macro", "weighted")}
        ovr = {a: metrics.roc_auc_score(labels, probabilities, multi_class="ovr", average=a) for a in ("macro", "weighted")}
    else:  # roc_auc_score insists on every class; the function behind it averages over those that are there
        ovo = {a: _average_multiclass_ovo_score(_binary_roc_auc_score, labels, probabilities, a) for a in ("macro", "weighted")}
        ovr = {"macro": np.mean(auc), "weighted": np.average(auc, weights=[one_hot[c].sum() for c in present])}
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        labels, predicted, labels=range(classes), zero_division=0)
    macro = [metrics.precision_recall_fscore_support(labels, predicted, labels=present, average="macro", zero_division=0)]
    confidence = probabilities.max(axis=1)
    accuracy, mean = calibration_curve(predicted == labels, confidence, n_bins=10)
    inner = np.linspace(0, 1, 11)[1:-1]
    counts = np.bincount(np.searchsorted(inner, confidence), minlength=10)
    counts = counts[counts > 0]
    return {
        "metrics": {
            "auc_ovo_macro": ovo["macro"],
            "auc_ovr_macro": ovr["macro"],
            "accuracy": metrics.accuracy_score(labels, predicted),
            "balanced_accuracy": metrics.balanced_accuracy_score(labels, predicted),
            "macro_f1": macro[0][2],
            "log_loss": metrics.log_loss(labels, probabilities, labels=range(classes)),
            "top3_accuracy": metrics.top_k_accuracy_score(labels, probabilities, k=3, labels=range(classes))
            if classes > 2 else 1.0,
            "auc_ovo_weighted": ovo["weighted"],
            "auc_ovr_weighted": ovr["weighted"],
            "macro_precision": macro[0][0],
            "macro_recall": macro[0][1],
        },
        "auc": auc,
        "precision": list(precision),
        "recall": list(recall),
        "f1": list(f1),
        "support": [int(n) for n in support],
        "calibration_count": [int(n) for n in counts],
        "calibration_accuracy": list(accuracy),
        "calibration_confidence": list(mean),
        "calibration_error": float(np.sum(counts * np.abs(accuracy - mean)) / rows),
    }


def curve(labels, probabilities, c):
    false, true, thresholds = metrics.roc_curve(labels == c, probabilities[:, c])
    return {"class": c, "false": list(false), "true": list(true), "thresholds": list(thresholds)}


shapes = [  # seed, rows, classes, votes, missing class
    (1, 500, 15, 40, -1), (2, 500, 15, 100, -1), (3, 700, 15, 10, -1), (4, 300, 15, 20, 6),
    (5, 40, 3, 3, -1), (6, 60, 4, 2, -1), (7, 25, 5, 1, 2), (8, 30, 2, 4, -1),
]
cases = []
for seed, rows, classes, votes, missing in shapes:
    labels, probabilities = predictions(seed, rows, classes, votes, missing)
    case = {"seed": seed, "rows": rows, "classes": classes, "votes": votes, "missing": missing}
    case.update(expected(labels, probabilities))
    if seed in (3, 5, 8):
        case["curve"] = curve(labels, probabilities, 1)
    if seed == 6:
        matrix = dict(labels=range(classes))
        predicted = probabilities.argmax(axis=1)
        case["confusion"] = metrics.confusion_matrix(labels, predicted, **matrix).tolist()
        case["normalized"] = metrics.confusion_matrix(labels, predicted, normalize="true", **matrix).tolist()
    cases.append(case)

lines = ",\n".join(json.dumps(case) for case in cases)
pathlib.Path(__file__).with_suffix(".json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
