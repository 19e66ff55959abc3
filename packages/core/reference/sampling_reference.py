"""Reference values for core/sampling, computed with numpy alone and without looking at its code.

    python3 -m pip install numpy
    python3 packages/core/reference/sampling_reference.py

writes sampling-reference.json.gz beside this file: 200 random logit vectors, each with its own random value
for every parameter, and for every engine and every parameter (and a few combinations) the distribution that
engine's stages give, as 32-bit floats. The stages are written the way each engine's source has them:
transformers and vLLM mask an ascending sort, llama.cpp cuts a descending one and keeps its own penalty pass.
Parameters that an engine lacks are placed where other engines have them ("placed": true).
"""

import base64
import gzip
import json
from pathlib import Path

import numpy as np

VOCABULARY = 40
VECTORS = 200
rng = np.random.default_rng(20240817)


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


# --- logits before truncation ----------------------------------------------------------------------------


def logit_bias(z, v, p):
    z = z.copy()
    for token, bias in p["logit_bias"].items():
        z[int(token)] += bias
    return z


def repetition(z, tokens, theta):
    z = z.copy()
    for t in set(tokens):
        z[t] = z[t] * theta if z[t] <= 0 else z[t] / theta
    return z


def additive(z, tokens, frequency, presence):
    counts = np.bincount(np.array(tokens, dtype=int), minlength=len(z)) if tokens else np.zeros(len(z))
    return z - counts * frequency - (counts > 0) * presence


def dry(z, tokens, p, breakers):
    """Brute force: every earlier occurrence of every suffix, the longest for each next token."""
    z = z.copy()
    limit = len(tokens)
    for back, t in enumerate(reversed(tokens)):
        if t in breakers:
            limit = back
            break
    best = {}
    for end in range(len(tokens) - 1):
        n = 0
        while n < limit and end - n >= 0 and tokens[end - n] == tokens[len(tokens) - 1 - n]:
            n += 1
        follower = tokens[end + 1]
        best[follower] = max(best.get(follower, 0), n)
    for t, n in best.items():
        if n >= p["dry_allowed_length"] and t not in breakers:
            z[t] -= p["dry_multiplier"] * p["dry_base"] ** (n - p["dry_allowed_length"])
    return z


# --- truncation, -inf marks a removed token ------------------------------------------------------------------


def alive(z):
    return np.flatnonzero(np.isfinite(z))


def keep(z, ids):
    out = np.full(len(z), -np.inf)
    out[list(ids)] = z[list(ids)]
    return out


def top_k_llama(z, k):
    ids = alive(z)
    return keep(z, ids[np.argsort(-z[ids], kind="stable")][:k])


def top_k_mask(z, k):  # transformers, vLLM: scores < topk(scores, k)[-1]
    ids = alive(z)
    kth = np.sort(z[ids])[-min(k, len(ids))]
    return np.where(z < kth, -np.inf, z)


def top_p_llama(z, p):
    ids = alive(z)
    order = ids[np.argsort(-z[ids], kind="stable")]
    cumulative, kept = 0.0, []
    probability = softmax(z[order])
    for t, q in zip(order, probability):
        kept.append(t)
        cumulative += q
        if cumulative >= p:
            break
    return keep(z, kept)


def top_p_mask(z, p):  # ascending sort, drop while cumulative <= 1 - p, the last always stays
    order = np.argsort(z, kind="stable")
    cumulative = np.cumsum(softmax(z[order]))
    drop = cumulative <= 1 - p
    drop[-1] = False
    out = z.copy()
    out[order[drop]] = -np.inf
    return out


def min_p(z, m):
    q = softmax(z)
    return np.where(q < m * q.max(), -np.inf, z)


def min_p_llama(z, m):
    return np.where(z >= z.max() + np.log(m), z, -np.inf)


def top_a(z, a):
    q = softmax(z)
    return np.where(q < a * q.max() ** 2, -np.inf, z)


def typical_llama(z, mass):
    ids = alive(z)
    q = softmax(z[ids])
    entropy = -(q * np.log(q)).sum()
    order = np.argsort(np.abs(-np.log(q) - entropy), kind="stable")
    cumulative, last = 0.0, len(order)
    for i, j in enumerate(order):
        cumulative += q[j]
        if cumulative > mass:
            last = i + 1
            break
    return keep(z, ids[order[:last]])


def typical_mask(z, mass):
    ids = alive(z)
    q = softmax(z[ids])
    entropy = -(q * np.log(q)).sum()
    score = np.abs(-np.log(q) - entropy)
    order = np.argsort(score, kind="stable")
    last = min(int((np.cumsum(q[order]) < mass).sum()), len(order) - 1)
    return keep(z, ids[score <= score[order[last]]])


def xtc(z, threshold):
    if threshold > 0.5:
        return z
    ids = alive(z)
    order = ids[np.argsort(-z[ids], kind="stable")]
    q = softmax(z[order])
    above = int((q >= threshold).sum())
    return keep(z, order[above - 1 :]) if above >= 2 else z


def temperature(z, t):
    return z / t


# --- the orders ------------------------------------------------------------------------------------------------

BEFORE = ["logit_bias", "repetition_penalty", "frequency_penalty", "presence_penalty", "dry"]
ORDERS = {
    "llama.cpp": BEFORE + ["top_k", "top_a", "typical_p", "top_p", "min_p", "xtc", "temperature"],
    "node-llama-cpp": BEFORE + ["top_k", "top_a", "typical_p", "top_p", "min_p", "xtc", "temperature"],
    "vllm": BEFORE + ["temperature", "min_p", "top_k", "top_a", "typical_p", "top_p", "xtc"],
    "transformers": BEFORE + ["temperature", "top_k", "top_a", "top_p", "min_p", "typical_p", "xtc"],
}
LACKS = {
    "llama.cpp": {"top_a"},
    "node-llama-cpp": {"top_a", "typical_p"},
    "vllm": {"dry", "top_a", "typical_p", "xtc"},
    "transformers": {"frequency_penalty", "presence_penalty", "dry", "top_a", "xtc"},
}
MASKING = {"vllm", "transformers"}


def counted(engine, stage, v):
    prompt, output = v["prompt"], v["output"]
    if engine == "llama.cpp":
        return (prompt + output)[-64:] if stage != "dry" else prompt + output
    if engine == "node-llama-cpp":
        return output[-64:] if stage != "dry" else output
    if engine == "vllm" and stage in ("frequency_penalty", "presence_penalty"):
        return output
    return prompt + output


def run(engine, stages, v):
    z, p, masking = np.array(v["logits"]), v["parameters"], engine in MASKING
    for stage in ORDERS[engine]:
        if stage not in stages:
            continue
        seen = counted(engine, stage, v)
        z = {
            "logit_bias": lambda: logit_bias(z, v, p),
            "repetition_penalty": lambda: repetition(z, seen, p["repetition_penalty"]),
            "frequency_penalty": lambda: additive(z, seen, p["frequency_penalty"], 0),
            "presence_penalty": lambda: additive(z, seen, 0, p["presence_penalty"]),
            "dry": lambda: dry(z, seen, p, set(v["breakers"])),
            "top_k": lambda: (top_k_mask if masking else top_k_llama)(z, p["top_k"]),
            "top_a": lambda: top_a(z, p["top_a"]),
            "typical_p": lambda: (typical_mask if masking else typical_llama)(z, p["typical_p"]),
            "top_p": lambda: (top_p_mask if masking else top_p_llama)(z, p["top_p"]),
            "min_p": lambda: (min_p if masking else min_p_llama)(z, p["min_p"]),
            "xtc": lambda: xtc(z, p["xtc_threshold"]),
            "temperature": lambda: temperature(z, p["temperature"]),
        }[stage]()
    return softmax(z)


# --- the vectors ---------------------------------------------------------------------------------------------------


def number(low, high):
    return round(float(rng.uniform(low, high)), 3)


def vector():
    scale = rng.choice([0.5, 1.5, 3.0, 6.0])
    few = rng.integers(3, 12)  # few distinct tokens, so that passages repeat
    tokens = lambda n: [int(t) for t in rng.integers(0, few, n)]
    return {
        "logits": [round(float(x), 4) for x in rng.normal(rng.uniform(-4, 4), scale, VOCABULARY)],
        "prompt": tokens(int(rng.integers(0, 60))),
        "output": tokens(int(rng.integers(0, 90))),
        "breakers": [int(t) for t in rng.integers(0, VOCABULARY, 2)],
        "parameters": {
            "temperature": number(0.1, 2.0),
            "top_k": int(rng.integers(1, VOCABULARY)),
            "top_p": number(0.05, 0.99),
            "min_p": number(0.005, 0.5),
            "typical_p": number(0.1, 0.98),
            "top_a": number(0.01, 0.9),
            "repetition_penalty": number(0.7, 1.6),
            "frequency_penalty": number(-0.5, 1.0),
            "presence_penalty": number(-2.0, 2.0),
            "dry_multiplier": number(0.2, 1.2),
            "dry_base": number(1.1, 2.0),
            "dry_allowed_length": int(rng.integers(1, 4)),
            "xtc_probability": 1,
            "xtc_threshold": number(0.02, 0.3),
            "logit_bias": {str(int(t)): number(-5, 5) for t in rng.integers(0, VOCABULARY, 3)},
        },
    }


def main():
    vectors = [vector() for _ in range(VECTORS)]
    combined = [
        ["temperature", "top_p"],
        ["temperature", "top_k", "top_p", "min_p"],
        [s for s in ORDERS["llama.cpp"]],
    ]
    cases, values = [], []
    for engine, order in ORDERS.items():
        for stages in [[s] for s in order] + combined:
            cases.append(
                {"engine": engine, "stages": stages, "placed": bool(set(stages) & LACKS[engine])}
            )
            values += [run(engine, stages, v) for v in vectors]
    data = np.concatenate(values).astype("<f4").tobytes()
    reference = {
        "made_by": f"sampling_reference.py, numpy {np.__version__}",
        "vocabulary": VOCABULARY,
        "vectors": vectors,
        "cases": cases,
        "values": base64.b64encode(data).decode(),
    }
    path = Path(__file__).with_name("sampling-reference.json.gz")
    path.write_bytes(gzip.compress(json.dumps(reference, separators=(",", ":")).encode(), 9, mtime=0))
    print(path.name, path.stat().st_size, "bytes,", len(cases), "cases")


if __name__ == "__main__":
    main()
