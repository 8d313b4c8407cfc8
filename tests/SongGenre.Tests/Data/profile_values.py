"""Prints the values that SongProfileTests compares with; run with NumPy and SciPy installed."""
import numpy as np
from scipy.stats import norm, spearmanr

tempo = np.array([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4]) + 100.0
energy = np.array([2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5, 9, 0, 4, 5, 2, 3, 5, 3]) / 10
print("tempo quantiles", [f"{q:.5g}" for q in np.quantile(tempo, [0, 0.01, 0.02, 0.26, 0.5, 0.98, 0.99, 1])])
print("copula", round(2 * np.sin(np.pi / 6 * spearmanr(tempo, energy)[0]), 3))
print("cdf", [f"{norm.cdf(z):.9f}" for z in [-4, -2.5, -1, -0.1, 0, 0.3, 1.96, 3.2]])
print("ppf", [f"{norm.ppf(p):.6f}" for p in [0.01, 0.1, 0.25, 0.5, 0.6, 0.975]])
