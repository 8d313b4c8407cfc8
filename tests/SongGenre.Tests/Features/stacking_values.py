"""Writes stacking_values.json: scikit-learn's logistic regressions over numbers, texts and audio columns.

Needs scikit-learn 1.2.1 and NumPy 1.24 (Debian 12: python3-sklearn):

    /usr/bin/python3 stacking_values.py
"""
import json
import pathlib

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

TEXTS = [
    "lost (feat. Ghost)", "LOST", "lost", "numb the pain", "Numb", "PAIN", "night drive", "Night Drive - Remix", "",
    "drive (prod. by x)", "NIGHT", "ghost town", "Ghost", "töwn ß", "夜 ドライブ", "夜", "🎵 drive", "remix", "Remix II",
    "the pain", "THE PAIN", "a", "b", "lost & found", "found", "Found (Remix)", "ghost 2", "drive 2",
]


def regression(x, y, c):
    return LogisticRegression(C=c, tol=1e-12, max_iter=100_000).fit(x, y)


random = np.random.default_rng(5)
x = random.normal(size=(60, 6)) * (random.random((60, 6)) < 0.6)
y = (x @ random.normal(size=(6, 3)) + random.gumbel(size=(60, 3))).argmax(1)
fitted = regression(x, y, 0.7)
numbers = {
    "x": x.tolist(), "labels": y.tolist(), "c": 0.7, "probabilities": fitted.predict_proba(x).tolist(),
}

labels = [i % 3 if len(t) % 2 else 2 for i, t in enumerate(TEXTS)]
vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 3), sublinear_tf=True, lowercase=False)
terms = vectorizer.fit_transform(TEXTS)
fitted = regression(terms, labels, 2.0)
new = TEXTS + ["unknown 語 ¿", "Lost Remix", " "]
texts = {
    "texts": TEXTS, "labels": labels, "c": 2.0, "new": new,
    "probabilities": fitted.predict_proba(vectorizer.transform(new)).tolist(),
}

# 18 columns as AudioFigures.Even makes them, one of them constant and one with outliers.
even = random.normal(size=(80, 18)) * np.arange(1, 19) + np.arange(18) ** 2
even[:, 4] = 3.25
even[5, 7] = 1000
keys = random.integers(-1, 12, size=80).astype(float)
labels = (np.abs(even[:, 0]) > 1).astype(int) + (even[:, 2] > 4)


def scaled(columns, limit):
    return np.clip(StandardScaler().fit_transform(columns), -limit, limit)


z = scaled(even, 4)
products = np.hstack([z] + [z[:, [a]] * z[:, a:] for a in range(18)])
design = np.hstack([scaled(products, 5), keys[:, None] == np.arange(12)])
audio = {
    "even": even.T.tolist(), "keys": [None if k < 0 else k for k in keys], "labels": labels.tolist(), "c": 0.01,
    "probabilities": regression(design, labels, 0.01).predict_proba(design).tolist(),
}

result = {"numbers": numbers, "texts": texts, "audio": audio}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result, ensure_ascii=False) + "\n", encoding="utf-8")
