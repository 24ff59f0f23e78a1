"""Golden fillings for the baselines, from scikit-image and SciPy; writes baselines.json beside this file.

    python tests/golden/make_baselines_golden.py        (needs numpy, scipy, scikit-image)

Pictures are base64 of uint8 [height, width, channel], masks of uint8 [height, width], 1 = known. Expected fillings are base64 of
little-endian float32 [height, width, channel] in [0, 1]:
    nearest      scipy.interpolate.griddata, "nearest"; null where two known pixels are equally near and differ
    linear       griddata, "linear", "nearest" outside the hull; null where known pixels on one circle leave the triangulation open,
                 which is told by triangulating with slightly moved pixels
    harmonic     the discrete Laplace equation with reflecting borders, scipy.sparse.linalg.spsolve
    biharmonic   skimage.restoration.inpaint_biharmonic
    gaussian     the conditional expectation under the training pictures of the file, reflections added: lambda = 0.5, floor = 1e-4;
                 stationary covariance averaged and projected by numpy.linalg.eigh; and its log density
Open values are written as NaN.
"""

import base64
import json
from pathlib import Path

import numpy as np
import scipy
import skimage
from scipy.interpolate import griddata
from scipy.sparse import lil_matrix
from scipy.sparse.linalg import spsolve
from scipy.spatial import cKDTree
from skimage.restoration import inpaint_biharmonic

encode = lambda a: base64.b64encode(np.ascontiguousarray(a).tobytes()).decode()
floats = lambda a: encode(a.astype("<f4"))


def picture(random, size, channels):
    y, x = np.mgrid[0:size, 0:size]
    planes = []
    for _ in range(channels):
        fy, fx, phase = *random.uniform(0.1, 0.6, 2), random.uniform(0, 6)
        plane = 128 + 70 * np.sin(fy * y + fx * x + phase) + 30 * (x > size * random.uniform(0.2, 0.8)) + random.normal(0, 8, (size, size))
        planes.append(np.clip(np.round(plane), 0, 255))
    return np.stack(planes, -1).astype(np.uint8)


def nearest(image, mask):
    known = np.argwhere(mask == 1)
    missing = np.argwhere(mask == 0)
    tree = cKDTree(known)
    out = image.copy()
    for y, x in missing:
        distance, _ = tree.query((y, x))
        candidates = {tuple(image[tuple(known[k])]) for k in tree.query_ball_point((y, x), distance + 1e-9)}
        out[y, x] = candidates.pop() if len(candidates) == 1 else np.nan
    return out


def linear(random, image, mask, outside):
    """`outside`: the nearest filling."""
    known = np.argwhere(mask == 1).astype(float)
    missing = np.argwhere(mask == 0)
    values = image[mask == 1]
    fill = lambda points: griddata(points, values, missing, method="linear")
    first = fill(known)
    open_ = np.zeros(len(missing), bool)
    for _ in range(12):
        moved = fill(known + random.uniform(-1e-6, 1e-6, known.shape))
        both = ~np.isnan(first[:, 0]) & ~np.isnan(moved[:, 0])
        open_ |= both & (np.abs(np.nan_to_num(moved) - np.nan_to_num(first)).max(1) > 1e-4)
    hull = np.isnan(first[:, 0])
    out = image.copy()
    filled = np.where(hull[:, None], outside[mask == 0], first)
    filled[open_] = np.nan
    out[mask == 0] = filled
    return out


def harmonic(image, mask):
    size = len(mask)
    number = -np.ones(mask.shape, int)
    number[mask == 0] = np.arange((mask == 0).sum())
    n = number.max() + 1
    a, b = lil_matrix((n, n)), np.zeros((n, image.shape[2]))
    for y, x in np.argwhere(mask == 0):
        i = number[y, x]
        for v, u in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
            if not (0 <= v < size and 0 <= u < size):
                continue
            a[i, i] += 1
            if mask[v, u]:
                b[i] += image[v, u]
            else:
                a[i, number[v, u]] -= 1
    out = image.copy()
    out[mask == 0] = spsolve(a.tocsc(), b).reshape(n, -1)
    return out


def gaussian(train, size, channels, shrinkage, floor):
    """mean and covariance"""
    x = train.reshape(len(train), size, size, channels) / 255
    x = np.concatenate([x, x[:, :, ::-1]]).reshape(2 * len(train), -1)
    mean = x.mean(0)
    s = (x - mean).T @ (x - mean) / len(x)
    six = s.reshape(size, size, channels, size, size, channels)
    offsets = np.zeros((size, size, channels, channels))
    counts = np.zeros((size, size, 1, 1))
    for y in range(size):
        for x_ in range(size):
            for v in range(size):
                for u in range(size):
                    offsets[abs(y - v), abs(x_ - u)] += six[y, x_, :, v, u, :]
                    counts[abs(y - v), abs(x_ - u)] += 1
    offsets /= counts
    offsets = (offsets + offsets.transpose(0, 1, 3, 2)) / 2
    iy, ix = np.divmod(np.arange(size * size), size)
    t = offsets[abs(iy[:, None] - iy), abs(ix[:, None] - ix)].transpose(0, 2, 1, 3).reshape(s.shape)
    w, v = np.linalg.eigh(t)
    assert w[0] < -1e-4, "the projection should have something to do"
    t = (v * np.maximum(w, 0)) @ v.T
    return mean, (1 - shrinkage) * s + shrinkage * t + floor * np.eye(len(s))


def conditional(mean, covariance, image, mask):
    known = np.repeat(mask.ravel() == 1, image.shape[2])
    x = image.ravel()
    k, u = np.flatnonzero(known), np.flatnonzero(~known)
    gain = np.linalg.solve(covariance[np.ix_(k, k)], covariance[np.ix_(k, u)]).T
    out = x.copy()
    out[u] = mean[u] + gain @ (x[k] - mean[k])
    rest = covariance[np.ix_(u, u)] - gain @ covariance[np.ix_(k, u)]
    error = x[u] - out[u]
    density = -(len(u) * np.log(2 * np.pi) + np.linalg.slogdet(rest)[1] + error @ np.linalg.solve(rest, error)) / 2
    return out.reshape(image.shape), density


def main():
    random = np.random.default_rng(20220217)
    bernoulli = lambda p: lambda s: (random.random((s, s)) < p).astype(np.uint8)

    def centred(s):
        mask = np.ones((s, s), np.uint8)
        mask[s // 4:s // 4 + s // 2, s // 4:s // 4 + s // 2] = 0
        return mask

    def left(s):
        mask = np.ones((s, s), np.uint8)
        mask[:, :s // 2] = 0
        return mask

    def single(s):
        mask = np.zeros((s, s), np.uint8)
        mask[s // 3, s // 2] = 1
        return mask

    def line(s):
        mask = np.zeros((s, s), np.uint8)
        mask[s // 2, 1::3] = 1
        return mask

    cases = []
    for name, size, channels, make in [
        ("random 0.5, RGB", 16, 3, bernoulli(0.5)), ("random 0.1, RGB", 16, 3, bernoulli(0.1)), ("random 0.8, grey", 17, 1, bernoulli(0.8)),
        ("random 0.03, grey", 24, 1, bernoulli(0.03)), ("centred rectangle, grey", 24, 1, centred), ("left half, RGB", 12, 3, left),
        ("one known pixel, RGB", 8, 3, single), ("known pixels on a line, grey", 12, 1, line),
    ]:
        pixels, mask = picture(random, size, channels), make(size)
        image = pixels / 255
        near = nearest(image, mask)
        expected = dict(nearest=near, harmonic=harmonic(image, mask), biharmonic=inpaint_biharmonic(image, mask == 0, channel_axis=-1))
        if name not in ("one known pixel, RGB", "known pixels on a line, grey"):  # no triangle
            expected["linear"] = linear(random, image, mask, near)
        cases.append(dict(name=name, size=size, channels=channels, picture=encode(pixels), mask=encode(mask),
                          expected={k: floats(v) for k, v in expected.items()}))

    size, channels, shrinkage, floor = 7, 3, 0.5, 1e-4
    train = np.stack([picture(random, size, channels) for _ in range(40)])
    mean, covariance = gaussian(train, size, channels, shrinkage, floor)
    fillings = []
    for p in (0.15, 0.5, 0.85, 0):
        pixels, mask = picture(random, size, channels), bernoulli(p)(size)
        filled, density = conditional(mean, covariance, pixels / 255, mask)
        fillings.append(dict(picture=encode(pixels), mask=encode(mask), expected=floats(filled), logDensity=density))
    document = dict(
        about=__doc__.strip().split("\n\n", 2)[2].split("\n"),
        madeWith=f"numpy {np.__version__}, scipy {scipy.__version__}, scikit-image {skimage.__version__}",
        cases=cases,
        gaussian=dict(size=size, channels=channels, shrinkage=shrinkage, floor=floor, train=encode(train), fillings=fillings),
    )
    Path(__file__).with_name("baselines.json").write_text(json.dumps(document, indent=1) + "\n")


main()
