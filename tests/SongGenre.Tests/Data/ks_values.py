"""Makes ks_values.json: SciPy's two-sample Kolmogorov-Smirnov tests of real columns and of small samples with ties.

Run with Debian's python3-scipy and python3-pandas (SciPy 1.10.1), SONGGENRE_DATA naming the data set as CSV
(`songgenre fetch --out songs.csv`):

    SONGGENRE_DATA=songs.csv /usr/bin/python3 ks_values.py > ks_values.json

A real sample is [genre or null, first, last (exclusive; null: all), step]: of the file's rows of that genre, in the
file's order, those of the slice; values that are missing are dropped after that.
"""
import json
import os

import pandas
from scipy.stats import ks_2samp

songs = pandas.read_csv(os.environ["SONGGENRE_DATA"], float_precision="round_trip")
half = len(songs) // 2


def sample(column, genre, first, last, step):
    rows = songs if genre is None else songs[songs.genre == genre]
    return rows[column].iloc[first:last:step].dropna().to_numpy(dtype=float)


pairs = []
for column in ["danceability", "energy", "loudness", "speechiness", "acousticness", "instrumentalness", "liveness",
               "valence", "tempo", "duration_ms"]:
    pairs += [
        (column, [None, 0, None, 2], [None, 1, None, 2]),
        (column, [None, 0, half, 3], [None, half, None, 3]),
        (column, ["Rap", 0, None, 2], ["Rap", 1, None, 2]),
        (column, ["Rap", 0, 900, 1], ["Hiphop", 0, 901, 1]),
    ]
pairs += [
    ("tempo", [None, 0, None, 4], [None, 1, None, 2]),
    ("tempo", [None, 0, None, 2], ["Pop", 0, 60, 1]),
    ("tempo", [None, 0, None, 1], ["Pop", 0, 7, 1]),
    ("energy", [None, 0, None, 1], ["Emo", 0, 130, 1]),
    ("energy", [None, 0, None, 1], ["RnB", 0, 300, 5]),
    ("valence", [None, 0, None, 1], [None, 0, None, 1000]),
    ("valence", [None, 0, None, 1], [None, 7, None, 50]),
    ("liveness", [None, 0, None, 5], [None, 1, None, 7]),
    ("liveness", ["techno", 0, None, 1], ["trance", 0, None, 1]),
    ("danceability", ["techno", 0, 100, 1], ["techno", 100, 250, 1]),
    ("duration_ms", [None, 0, 20000, 2], [None, 1, 20000, 2]),
]
small = [
    ([1, 2, 3], [4, 5, 6]),
    ([1, 2, 2, 3], [2, 2, 4]),
    ([1, 1, 1], [1, 1]),
    ([5], [1, 2, 3, 4, 5, 6, 7, 8, 9]),
    ([0.5, 1.5, 2.5, 3.5, 4.5], [1, 2, 3, 4, 5, 6, 7]),
    ([3, 3, 3, 3, 9], [1, 3, 3, 7, 9, 9, 11]),
]

real = []
for column, a, b in pairs:
    x, y = sample(column, *a), sample(column, *b)
    test = ks_2samp(x, y, method="auto")
    real.append(dict(column=column, a=a, b=b, n=[len(x), len(y)], statistic=test.statistic, p=test.pvalue))
by_hand = []
for x, y in small:
    test = ks_2samp(x, y, method="auto")
    by_hand.append(dict(a=x, b=y, statistic=test.statistic, p=test.pvalue))

print("{\"real\": [")
print(",\n".join(json.dumps(test) for test in real))
print("], \"small\": [")
print(",\n".join(json.dumps(test) for test in by_hand))
print("]}")
