"""Writes pipeline_values.json: scikit-learn's medians, scales and codes, of made-up columns and of the published songs.

Needs scikit-learn 1.2.1 and pandas (Debian 12: python3-sklearn, python3-pandas), and the published data set as CSV:

    songgenre fetch --out genres_mod.csv
    SONGGENRE_DATA=genres_mod.csv /usr/bin/python3 pipeline_values.py
"""
import json
import os
import pathlib

import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OrdinalEncoder, StandardScaler

NUMERICAL = "danceability energy loudness speechiness acousticness instrumentalness liveness valence tempo duration_ms".split()
CATEGORICAL = "time_signature key".split()


def numbers(values):
    return [None if np.isnan(v) else float(v) for v in np.ravel(values)]


def numerical(values):
    """Median imputation and scaling, fitted on all values."""
    pipeline = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    scaled = pipeline.fit_transform(np.reshape(values, (-1, 1)))
    return {
        "values": numbers(values),
        "median": pipeline[0].statistics_[0],
        "mean": pipeline[1].mean_[0],
        "scale": pipeline[1].scale_[0],
        "scaled": numbers(scaled),
    }


def categorical(fitted, applied):
    pipeline = make_pipeline(
        SimpleImputer(strategy="constant", fill_value=0),
        OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1),
    ).fit(np.reshape(fitted, (-1, 1)))
    return {
        "fitted": numbers(fitted),
        "categories": numbers(pipeline[1].categories_[0]),
        "applied": numbers(applied),
        "codes": numbers(pipeline.transform(np.reshape(applied, (-1, 1)))),
    }


random = np.random.default_rng(1)
nan = np.nan
columns = [
    [1.0, 2.0, nan, 4.0, 100.0],
    [nan, nan, -3.5],
    [5.0, 5.0, 5.0, nan],
    [0.1] * 11,
    [1e9 + 0.25, 1e9 + 0.5, 1e9, nan],
    [0.0, 1e-170, 0.0],
    random.normal(-7, 3, 40).tolist() + [nan] * 9,
    (1e6 * random.random(41)).round().tolist(),
]
songs = pd.read_csv(
    os.environ["SONGGENRE_DATA"], na_values={c: "" for c in NUMERICAL}, keep_default_na=False, lineterminator="\n",
    float_precision="round_trip").drop_duplicates()
train = songs[np.arange(len(songs)) % 3 != 0]


def real(name):
    values = numerical(train[name].to_numpy(float))
    return {"name": name} | {key: values[key] for key in ("median", "mean", "scale")}


result = {
    "numerical": [numerical(np.array(c)) for c in columns],
    "categorical": [
        categorical([4.0, 3.0, nan, 5.0, 4.0], [0.0, nan, 1.0, 3.0, 4.0, 5.0, 6.0]),
        categorical([11.0, -2.0, 7.0], [7.0, nan, 0.0, -2.0, 11.0, 10.5]),
    ],
    "real": [real(name) for name in NUMERICAL],
    "real_categories": [numbers(np.unique(train[name])) for name in CATEGORICAL],
}
target = pathlib.Path(__file__).with_name("pipeline_values.json")
target.write_text(json.dumps(result, separators=(",", ":")) + "\n", encoding="utf-8")
