"""Reference values for core/lab/statistics, computed with scipy and statsmodels.

    python3 -m pip install numpy scipy statsmodels
    python3 packages/core/reference/statistics_reference.py

writes statistics-reference.json beside this file.
"""

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import scipy
import statsmodels
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

rng = np.random.default_rng(11)


def wilson():
    rows = []
    for n in (1, 5, 10, 16, 37, 80, 200):
        for x in sorted({0, 1, n // 3, n // 2, n - 1, n}):
            low, high = proportion_confint(x, n, 0.05, method="wilson")
            rows.append({"x": x, "n": n, "low": low, "high": high})
    return rows


def newcombe():
    rows = []
    for x1, n1, x2, n2 in [(15, 16, 8, 16), (10, 10, 3, 12), (0, 20, 5, 20), (7, 9, 7, 9)]:
        low, high = confint_proportions_2indep(x1, n1, x2, n2, method="newcomb", compare="diff")
        rows.append({"x1": x1, "n1": n1, "x2": x2, "n2": n2, "low": low, "high": high})
    return rows


def distributions():
    return {
        "student": [
            {"p": p, "df": df, "t": float(stats.t.ppf(p, df))}
            for p in (0.6, 0.9, 0.975, 0.995, 0.9995)
            for df in (1, 2.5, 5, 15, 63.7, 1000)
        ],
        "normal": [
            {"p": p, "z": float(stats.norm.ppf(p))} for p in (0.001, 0.2, 0.5, 0.8, 0.975, 0.99999)
        ],
        "binomial": [
            {"k": k, "n": n, "p": p, "cdf": float(stats.binom.cdf(k, n, p))}
            for n in (6, 20, 80)
            for p in (0.1, 0.5, 0.9)
            for k in (0, n // 3, n // 2, n - 1)
        ],
    }


def welch_permutation():
    """Every relabelling of two small groups: the exact p-value of the studentised difference."""
    rows = []
    for na, nb, shift in [(5, 5, 0), (5, 6, 1.5), (6, 6, 3)]:
        a, b = rng.normal(shift, 1, na).round(3), rng.normal(0, 2, nb).round(3)
        both = np.concatenate([a, b])
        observed = abs(stats.ttest_ind(a, b, equal_var=False).statistic)
        values = []
        for chosen in combinations(range(na + nb), na):
            left = both[list(chosen)]
            right = np.delete(both, list(chosen))
            values.append(abs(stats.ttest_ind(left, right, equal_var=False).statistic))
        p = float(np.mean(np.array(values) >= observed * (1 - 1e-12)))
        test = stats.ttest_ind(a, b, equal_var=False)
        low, high = test.confidence_interval(0.95)
        rows.append(
            {
                "a": a.tolist(),
                "b": b.tolist(),
                "p": p,
                "difference": float(a.mean() - b.mean()),
                "statistic": float(test.statistic),
                "df": float(test.df),
                "low": float(low),
                "high": float(high),
            }
        )
    return rows


def survival():
    rows = []
    for cap in (60, 25):
        lengths = np.exp(rng.normal(3, 0.6, 31)).round(0)
        values, ended = np.minimum(lengths, cap), (lengths <= cap).astype(int)
        curve = SurvfuncRight(values, ended)
        steps = curve.n_events > 0
        rows.append(
            {
                "values": values.tolist(),
                "ended": ended.tolist(),
                "times": curve.surv_times[steps].tolist(),
                "survival": curve.surv_prob[steps].tolist(),
                "standard_error": np.nan_to_num(curve.surv_prob_se[steps]).tolist(),
                "median": None if np.isnan(curve.quantile(0.5)) else float(curve.quantile(0.5)),
            }
        )
    return rows


def holm():
    rows = []
    for m in (1, 4, 12):
        p = rng.uniform(0, 0.2, m).round(5)
        rows.append({"p": p.tolist(), "adjusted": multipletests(p, method="holm")[1].tolist()})
    return rows


def rarefaction():
    """Expected number of kinds among m of the items, over all subsets."""
    rows = []
    for items in ("aaabbcd", "abcdef", "aabbccdd"):
        for m in (2, 4):
            sizes = [len(set(s)) for s in combinations(items, m)]
            rows.append({"items": items, "m": m, "expected": float(np.mean(sizes))})
    return rows


def jackknife():
    rows = []
    for n in (8, 12):
        matrix = rng.uniform(0, 1, (n, n)).round(4)
        matrix = np.triu(matrix, 1) + np.triu(matrix, 1).T

        def mean_pair(keep):
            return np.mean([matrix[i, j] for i, j in combinations(keep, 2)])

        leave = np.array([mean_pair([j for j in range(n) if j != i]) for i in range(n)])
        rows.append(
            {
                "matrix": matrix.tolist(),
                "value": float(mean_pair(range(n))),
                "variance": float((n - 1) / n * ((leave - leave.mean()) ** 2).sum()),
            }
        )
    return rows


def main():
    reference = {
        "made_by": f"statistics_reference.py, scipy {scipy.__version__}, statsmodels {statsmodels.__version__}",
        "wilson": wilson(),
        "newcombe": newcombe(),
        **distributions(),
        "welch_permutation": welch_permutation(),
        "survival": survival(),
        "holm": holm(),
        "rarefaction": rarefaction(),
        "jackknife": jackknife(),
    }
    path = Path(__file__).with_name("statistics-reference.json")
    path.write_text(json.dumps(reference, indent=1) + "\n")
    print(path.name, path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
