"""Principal components by numpy's singular value decomposition, for src-trainer/latents/pca.test.ts.

Run with any Python that has numpy: python tests/golden/make_pca_golden.py
"""

import json
from pathlib import Path

import numpy as np

COUNT, DIMENSION, DIRECTIONS = 24, 40, 6

# Points from a formula that both sides compute: a mean, a few strong directions, and little besides.
i = np.arange(COUNT)[:, None]
d = np.arange(DIMENSION)[None, :]
points = (
    0.3 * np.cos(0.1 * d)
    + 2.0 * np.sin(1.7 * i) * np.sin(0.2 * d)
    + 0.7 * np.cos(2.3 * i) * np.cos(0.5 * d)
    + 0.1 * np.sin(0.37 * i * d + 0.1 * i)
).astype(np.float32)

centred = points.astype(np.float64) - points.astype(np.float64).mean(axis=0)
u, s, vt = np.linalg.svd(centred, full_matrices=False)
# In each direction the entry of greatest size is positive.
signs = np.sign(vt[np.arange(len(vt)), np.abs(vt).argmax(axis=1)])
vt *= signs[:, None]
u *= signs[None, :]

golden = {
    "count": COUNT,
    "dimension": DIMENSION,
    "directions": DIRECTIONS,
    "deviations": (s / np.sqrt(COUNT - 1))[:DIRECTIONS].tolist(),
    "shares": (s**2 / np.sum(s**2))[:DIRECTIONS].tolist(),
    "vectors": np.round(vt[:DIRECTIONS], 9).ravel().tolist(),
    "scores": np.round((u * s)[:, :DIRECTIONS], 9).ravel().tolist(),
}
Path(__file__).with_name("pca.json").write_text(json.dumps(golden) + "\n")
