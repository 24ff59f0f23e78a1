"""Golden values for the slides' model, its loss, gradients and twenty Adam steps; writes model.json and model-gradients.bin,
and the same for a small model, which a graphics card that is only pretended trains in seconds: model-small.json, model-small-gradients.bin.

    python tests/golden/make_model_golden.py        (needs torch, numpy)

Weights and pictures are not stored: both languages make them from one integer hash, all in unsigned 32-bit arithmetic:

    hash(i, salt): x = i + salt * 0x9E3779B9;  x ^= x >> 16;  x *= 0x21F0AAAD;  x ^= x >> 15;  x *= 0x735A2D97;  x ^= x >> 15

    parameter t of the state dictionary (in its order), value i (in PyTorch's layout):
        fround(((hash(i, t + 1) >> 8) / 2^24 * 2 - 1) / sqrt(fan_in)),  fan_in that of its layer
    picture b, row r, column c, channel k, with i = ((b * size + r) * size + c) * channels + k:
        byte = (16 b + 3 r + 4 c + 40 k + (hash(i, 1001) & 31)) & 255,  value fround(byte / 255)
    mask b, row r, column c, with i = (b * size + r) * size + c:
        "random": known where (hash(i, 1002) >> 8) / 2^24 < p;  "rectangle": missing where size/4 <= r, c < 3 size/4;
        "all": nothing known;  "none": everything known

Values are computed in float64 from these float32 inputs. model-gradients.bin holds the gradients of the state dictionary's
tensors, one after the other in its order and in PyTorch's layout, float32, little endian.
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch_model import Slides, inpaint, loss

CHANNELS, STEPS = 3, 20
MODELS = {
    "model": dict(size=32, hidden=32, width=128, layers=4),
    "model-small": dict(size=8, hidden=8, width=16, layers=2),
}
MASKS = [("random", 0.5), ("all", None), ("none", None), ("rectangle", None), ("random", 0.3), ("random", 0.9)]


def hashed(count, salt):
    x = np.arange(count, dtype=np.uint32) + np.uint32((salt * 0x9E3779B9) & 0xFFFFFFFF)
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x21F0AAAD)
    x ^= x >> np.uint32(15)
    x *= np.uint32(0x735A2D97)
    x ^= x >> np.uint32(15)
    return x


def uniform(count, salt):
    return (hashed(count, salt) >> np.uint32(8)).astype(np.float64) / 2**24


def set_parameters(model):
    state = model.state_dict()
    fan_in = {name.rsplit(".", 1)[0]: value[0].numel() for name, value in state.items() if name.endswith("weight")}
    for t, (name, value) in enumerate(state.items()):
        bound = 1 / np.sqrt(fan_in[name.rsplit(".", 1)[0]])
        values = ((uniform(value.numel(), t + 1) * 2 - 1) * bound).astype(np.float32)
        value.copy_(torch.from_numpy(values).reshape(value.shape))


def pictures(size):
    b, r, c, k = np.ogrid[0:len(MASKS), 0:size, 0:size, 0:CHANNELS]
    noise = hashed(len(MASKS) * size * size * CHANNELS, 1001).reshape(len(MASKS), size, size, CHANNELS) & 31
    return ((16 * b + 3 * r + 4 * c + 40 * k + noise) & 255).astype(np.uint8)


def masks(size):
    random = uniform(len(MASKS) * size * size, 1002).reshape(len(MASKS), size, size)
    result = np.ones((len(MASKS), size, size), np.uint8)
    for b, (kind, p) in enumerate(MASKS):
        if kind == "random":
            result[b] = random[b] < p
        elif kind == "all":
            result[b] = 0
        elif kind == "rectangle":
            result[b, size // 4:3 * size // 4, size // 4:3 * size // 4] = 0
    return result


def run(shape, dtype):
    """Losses before each Adam step and after the last, first gradients, first decoded pixels, each picture's PSNR after the last."""
    size = shape["size"]
    model = Slides(channels=CHANNELS, **shape)
    with torch.no_grad():
        set_parameters(model)
    model = model.to(dtype)
    axis = torch.arange(size, dtype=dtype) * 2 / (size - 1) - 1
    y, x = torch.meshgrid(axis, axis, indexing="ij")
    model.coordinates = torch.stack([x, y], -1).reshape(-1, 2)
    images = torch.from_numpy((pictures(size) / 255).astype(np.float32)).permute(0, 3, 1, 2).to(dtype)
    known = torch.from_numpy(masks(size))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, betas=(0.9, 0.999), eps=1e-8)
    losses, gradients = [], None
    with torch.no_grad():
        decoded = model(images * known[:, None])
    for step in range(STEPS + 1):
        optimizer.zero_grad()
        values = loss(model, images, known)
        losses.append([value.item() for value in values])
        if step == STEPS:
            break
        values[0].backward()
        if step == 0:
            gradients = {name: p.grad.detach().clone() for name, p in model.named_parameters()}
        optimizer.step()
    with torch.no_grad():
        return losses, gradients, decoded, psnr(model, images, known)


def psnr(model, images, known):
    """Of each picture's missing pixels, clipped to [0, 1]: 10 log10(1 / MSE); None where nothing is missing."""
    filled, _ = inpaint(model, images, known)
    values = []
    for picture, truth, mask in zip(filled.clamp(0, 1), images, known):
        missing = (mask == 0).expand_as(truth)
        error = ((picture - truth)[missing] ** 2).mean() if missing.any() else None
        values.append(None if error is None else float(10 * torch.log10(1 / error)))
    return values


def make(name, shape):
    size = shape["size"]
    losses, gradients, decoded, quality = run(shape, torch.float64)
    losses32, gradients32, _, quality32 = run(shape, torch.float32)
    model = Slides(channels=CHANNELS, **shape)
    assert list(model.state_dict()) == list(gradients)
    relative = {n: float((gradients32[n].double() - g).norm() / g.norm()) for n, g in gradients.items()}
    count = lambda m: sum(p.numel() for p in m.parameters())
    document = dict(
        about=__doc__.strip().split("\n\n", 2)[2].split("\n"),
        madeWith=f"torch {torch.__version__}, numpy {np.__version__}",
        size=size, channels=CHANNELS,
        options=dict(hiddenChannels=shape["hidden"], decoderWidth=shape["width"], decoderLayers=shape["layers"]),
        masks=[dict(kind=kind, p=p) for kind, p in MASKS],
        counts=dict(model=count(model), encoder=count(model.encoder), oneChannel=count(Slides(channels=1, **shape))),
        alpha=1, beta=0.01, learningRate=1e-3,
        missing=int((masks(size) == 0).sum()),
        imageBytesSum=int(pictures(size).sum()),
        losses=[dict(zip(["loss", "mse", "tv", "tvFree"], row)) for row in losses],
        psnr=quality,
        # colours that the decoder gives picture 0, row 5, columns 0, 8, 16, 24: [column][channel]
        decoded=decoded[0, :, 5, ::8].T.tolist(),
        tensors=[dict(name=n, shape=list(g.shape), gradientNorm=float(g.norm())) for n, g in gradients.items()],
        # how far PyTorch's own float32 run is from these values
        float32=dict(
            loss=abs(losses32[0][0] / losses[0][0] - 1),
            worstLoss=max(abs(a[0] / b[0] - 1) for a, b in zip(losses32, losses)),
            worstGradient=max(relative.values()),
            worstPsnr=max(abs(a - b) for a, b in zip(quality32, quality) if a is not None),
        ),
    )
    here = Path(__file__).parent
    (here / f"{name}.json").write_text(json.dumps(document, indent=1) + "\n")
    np.concatenate([g.numpy().ravel() for g in gradients.values()]).astype("<f4").tofile(here / f"{name}-gradients.bin")
    print(json.dumps({k: document[k] for k in ["counts", "missing", "losses", "float32"]}, indent=1))


torch.set_num_threads(2)
for name, shape in MODELS.items():
    make(name, shape)
