"""Writes calibrator_values.json: the temperature and the Dirichlet map that SciPy's general minimizers find.

Needs SciPy 1.10 and NumPy 1.24 (Debian 12: python3-scipy):

    /usr/bin/python3 calibrator_values.py
"""
import json
import pathlib

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.special import log_softmax, softmax

random = np.random.default_rng(3)
truth = softmax(random.normal(size=(300, 4)) * 1.5, axis=1)
labels = [int(random.choice(4, p=p)) for p in truth]
p = softmax(2.2 * np.log(truth) + [0.4, 0, -0.3, 0] + random.normal(size=truth.shape) * 0.3, axis=1)
# As a forest's votes are: in steps, with zeros.
p = np.round(p * 50)
p /= p.sum(axis=1, keepdims=True)
logs = np.log(np.maximum(p, 1e-4))
row = np.arange(len(labels))


def loss(temperature):
    return -log_softmax(logs / temperature, axis=1)[row, labels].mean()


def dirichlet(point):
    w, b = point[:16].reshape(4, 4), point[16:]
    off = w - np.diag(np.diag(w))
    return -log_softmax(logs @ w.T + b, axis=1)[row, labels].mean() + 1e-3 * ((off**2).sum() + (b**2).sum())


temperature = minimize_scalar(loss, bracket=(0.5, 5), method="golden", options={"xtol": 1e-12}).x
found = minimize(dirichlet, np.append(np.eye(4).ravel(), np.zeros(4)), method="BFGS", options={"gtol": 1e-9}).x
result = {
    "labels": labels,
    "probabilities": p.ravel().tolist(),
    "temperature": temperature,
    "by_temperature": softmax(logs / temperature, axis=1).ravel().tolist(),
    "by_dirichlet": softmax(logs @ found[:16].reshape(4, 4).T + found[16:], axis=1).ravel().tolist(),
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result) + "\n", encoding="utf-8")
