"""What every Python peer does: loads the case, then obeys the lines that come in (see PeerLoop.cs)."""
import gc
import json
import sys
import time

import numpy as np
from scipy import sparse

MODE, FOLDER = sys.argv[1:3]
with open(f"{FOLDER}/case.json") as file:
    CASE = json.load(file)


def matrix(side):
    """Dense, float32 and row by row where that is what a peer takes best; else compressed columns."""
    values = np.fromfile(f"{FOLDER}/{side}.values", "<f8").astype(np.float32)
    rows, starts = (np.fromfile(f"{FOLDER}/{side}.{part}", "<i4") for part in ("rows", "starts"))
    x = sparse.csc_matrix((values, rows, starts), shape=(CASE[side + "Rows"], CASE["columns"]))
    if CASE["dense"]:
        return np.ascontiguousarray(x.toarray())
    x.eliminate_zeros()
    return x


def labels():
    return np.fromfile(f"{FOLDER}/train.labels", "<i4")


def table(side):
    """The columns as they stand in the table, missing values and all, and the texts."""
    import pandas as pd

    numbers = np.fromfile(f"{FOLDER}/{side}.table", "<f8").reshape(-1, CASE[side + "Rows"])
    with open(f"{FOLDER}/{side}.texts", encoding="utf-8", newline="") as file:
        texts = file.read().split("\0")[:-1]
    frame = pd.DataFrame({f"n{i}": column for i, column in enumerate(numbers)})
    frame["text"] = texts
    return frame


def obey(versions, fit, predict):
    """Fits and predicts when told to; answers with the seconds that it took."""
    model = probabilities = None
    gc.collect()
    print(json.dumps({"ready": versions}), flush=True)
    for line in sys.stdin:
        command, _, file = line.strip().partition(" ")
        seconds = 0.0
        if command == "seed":
            CASE["seed"] = int(file)
        elif command == "fit":
            model = probabilities = None
            gc.collect()
            start = time.perf_counter()
            model = fit()
            seconds = time.perf_counter() - start
        elif command == "predict":
            runs = 0
            while seconds < 1:
                probabilities = None
                if runs == 0 or seconds > 0.1 * runs:
                    gc.collect()
                start = time.perf_counter()
                probabilities = predict(model)
                seconds += time.perf_counter() - start
                runs += 1
            seconds /= runs
        elif command == "probabilities":
            np.asarray(probabilities, "<f8").tofile(file)
        print(json.dumps({"seconds": seconds}), flush=True)
