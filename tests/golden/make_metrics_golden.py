"""Golden values for the metrics, from NumPy and scikit-image; writes metrics.json beside this file.

    python tests/golden/make_metrics_golden.py        (needs numpy, scikit-image)

Every picture is stored as base64 of uint8, row by row, channels last: [height, width, channel]; masks are
[height, width], 1 = known, 0 = missing. The values a metric sees are float32:
    image      = fround(byte / 255)
    prediction = fround((byte - 32) / 192)        in [-0.17, 1.16], so that clipping matters
All sums are in float64. Metrics follow the project's definitions:
    prediction clipped to [0, 1]; composite = image * mask + clipped * (1 - mask)
    maskedMse      sum((1 - mask) * (clipped - image)^2) / (channels * sum(1 - mask)); null where nothing is missing
    maskedPsnr     10 log10(1 / maskedMse), 100 where maskedMse is 0; null where nothing is missing
    compositeMse   the mean over the whole composite
    compositePsnr  10 log10(1 / compositeMse), 100 where it is 0
    ssim           of the composite against the image, mean over channels, scikit-image's border crop of 5 pixels
    ssimChannels   the same, a value a channel
"""

import base64
import json
from pathlib import Path

import numpy as np
import skimage
from skimage.metrics import peak_signal_noise_ratio, structural_similarity


def picture(random, height, width, channels):
    """A smooth random field with some noise and an edge, as uint8 [height, width, channel]."""
    y, x = np.mgrid[0:height, 0:width]
    planes = []
    for _ in range(channels):
        fy, fx, phase = random.uniform(0.1, 0.5, 2).tolist() + [random.uniform(0, 6)]
        plane = 128 + 70 * np.sin(fy * y + fx * x + phase) + 30 * (x > width * random.uniform(0.2, 0.8)) + random.normal(0, 8, (height, width))
        planes.append(np.clip(np.round(plane), 0, 255))
    return np.stack(planes, -1).astype(np.uint8)


def predicted(random, image, spread):
    """Bytes q such that (q - 32) / 192 is near image / 255, off by noise of the given spread in [0, 1] units."""
    target = image / 255 + random.normal(0, spread, image.shape) + random.normal(0, spread)
    return np.clip(np.round(target * 192 + 32), 0, 255).astype(np.uint8)


def measure(image, prediction, mask):
    """image, prediction: float32 [height, width, channel]; mask: [height, width]."""
    image, clipped = image.astype(np.float64), np.clip(prediction.astype(np.float64), 0, 1)
    known = mask.astype(np.float64)[..., None]
    missing = float((1 - mask.astype(np.float64)).sum())
    composite = image * known + clipped * (1 - known)
    squared = (clipped - image) ** 2
    decibel = lambda mse: None if mse is None else 100.0 if mse == 0 else float(10 * np.log10(1 / mse))
    masked = None if missing == 0 else float(((1 - known) * squared).sum() / (image.shape[2] * missing))
    whole = float(((composite - image) ** 2).mean())
    if whole > 0:  # scikit-image agrees with the formula
        assert abs(peak_signal_noise_ratio(image, composite, data_range=1) - decibel(whole)) < 1e-9
    if whole > 0:  # and composite = masked - 10 log10(share missing)
        assert abs(decibel(whole) - (decibel(masked) - 10 * np.log10(missing / mask.size))) < 1e-9
    settings = dict(gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=1, K1=0.01, K2=0.03)
    channels = [float(structural_similarity(image[..., c], composite[..., c], **settings)) for c in range(image.shape[2])]
    together = float(structural_similarity(image, composite, channel_axis=-1, **settings))
    assert abs(together - np.mean(channels)) < 1e-12
    return dict(
        shareMissing=missing / mask.size, maskedMse=masked, maskedPsnr=decibel(masked), compositeMse=whole,
        compositePsnr=decibel(whole), ssim=together, ssimChannels=channels,
    )


def main():
    random = np.random.default_rng(20220217)
    bernoulli = lambda p: lambda h, w: (random.random((h, w)) < p).astype(np.uint8)

    def centred(h, w):
        mask = np.ones((h, w), np.uint8)
        mask[h // 4:h // 4 + h // 2, w // 4:w // 4 + w // 2] = 0
        return mask

    cases = [
        # name, height, width, channels, mask, spread of the prediction's error
        ("random half, RGB", 32, 32, 3, bernoulli(0.5), 0.05),
        ("random 0.3, RGB", 32, 32, 3, bernoulli(0.3), 0.15),
        ("centred rectangle, RGB", 32, 32, 3, centred, 0.1),
        ("random 0.1, grey", 32, 32, 1, bernoulli(0.1), 0.08),
        ("all missing, RGB", 32, 32, 3, lambda h, w: np.zeros((h, w), np.uint8), 0.2),
        ("nothing missing, RGB", 32, 32, 3, lambda h, w: np.ones((h, w), np.uint8), 0.1),
        ("odd size, RGB", 37, 29, 3, bernoulli(0.5), 0.05),
        ("odd size, grey", 23, 45, 1, bernoulli(0.7), 0.1),
        ("smallest SSIM window, grey", 11, 13, 1, bernoulli(0.5), 0.1),
        ("exact match, grey", 17, 17, 1, bernoulli(0.5), None),
    ]
    encode = lambda a: base64.b64encode(np.ascontiguousarray(a).tobytes()).decode()
    rows = []
    for name, h, w, c, make, spread in cases:
        image, mask = picture(random, h, w, c), make(h, w)
        if spread is None:  # bytes that both formulas map onto the same float32: 0 and 1
            image = np.where(image > 128, 255, 0).astype(np.uint8)
            guess = np.where(image == 255, 224, 32).astype(np.uint8)
        else:
            guess = predicted(random, image, spread)
        as_image = (image / 255).astype(np.float32)
        as_guess = ((guess.astype(np.float64) - 32) / 192).astype(np.float32)
        rows.append(dict(
            name=name, height=h, width=w, channels=c, image=encode(image), prediction=encode(guess), mask=encode(mask),
            expected=measure(as_image, as_guess, mask),
        ))
    document = dict(
        about=__doc__.strip().split("\n\n", 2)[2].split("\n"),
        madeWith=f"numpy {np.__version__}, scikit-image {skimage.__version__}",
        cases=rows,
    )
    Path(__file__).with_name("metrics.json").write_text(json.dumps(document, indent=1) + "\n")
    for row in rows:
        print(row["name"], {k: v for k, v in row["expected"].items() if k != "ssimChannels"})


main()
