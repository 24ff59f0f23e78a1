"""A PyTorch subject of the benchmark, a process of its own: python subject.py WORKLOAD KIND. Answers JSON lines on stdin.

Kinds, all of the factorised model of tests/golden/torch_fast.py (the plain definition is ten times the work):
    plain         every pixel decoded, Adam as usually called
    missing       only the missing pixels decoded, fused Adam
    channels      missing, channels-last
    compiled      missing, torch.compile
"""

import json
import pathlib
import resource
import sys
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden"))
import numpy as np
import torch
from torch_fast import FactorisedSlides, missing_loss
from torch_model import loss as whole_loss

file, kind = sys.argv[1:3]
workload = json.loads(pathlib.Path(file + ".json").read_text())
batch, sets, size, channels = (workload[key] for key in ("batch", "maskSets", "imageSize", "channels"))
data = np.fromfile(file + ".bin", np.uint8)
split = batch * size * size * channels
images = torch.from_numpy(data[:split].reshape(batch, size, size, channels)).permute(0, 3, 1, 2).float().div(255).contiguous()
masks = torch.from_numpy(data[split : split + sets * batch * size * size].reshape(sets, batch, size, size).copy())
weights = data[split + sets * batch * size * size :].copy().view(np.float32)
state, at = {}, 0
for tensor in workload["tensors"]:
    count = int(np.prod(tensor["shape"]))
    state[tensor["name"]] = torch.from_numpy(weights[at : at + count].reshape(tensor["shape"]).copy())
    at += count

model = FactorisedSlides(size, channels)
model.load_state_dict(state)
if kind == "channels":
    model = model.to(memory_format=torch.channels_last)
    images = images.to(memory_format=torch.channels_last)
compute = whole_loss if kind == "plain" else missing_loss
if kind == "compiled":
    compute = torch.compile(missing_loss, dynamic=True)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=kind != "plain")
steps = 0


def start(_):
    with torch.no_grad():
        values = [value.item() for value in (whole_loss if kind == "plain" else missing_loss)(model, images, masks[0])[:3]]
    return {"device": f"PyTorch {torch.__version__}", "threads": torch.get_num_threads(), **dict(zip(("loss", "mse", "tv"), values))}


def train(request):
    global steps
    begin, done = time.perf_counter(), 0
    while not done or time.perf_counter() - begin < request["seconds"]:
        optimizer.zero_grad()
        value = compute(model, images, masks[steps % sets])[0]
        value.backward()
        optimizer.step()
        value.item()
        steps, done = steps + 1, done + 1
    return {"images": done * batch, "seconds": time.perf_counter() - begin}


@torch.inference_mode()
def infer(request):
    times = []
    for i in range(request["count"]):
        begin = time.perf_counter()
        mask = masks[0, i % batch : i % batch + 1]
        masked = images[i % batch : i % batch + 1] * mask[:, None]
        _, pixel = (mask.flatten(1) == 0).nonzero(as_tuple=True)
        position = model.coordinates[pixel] @ model.decoder.layer1.weight[:, :2].T
        decoded = model.later(torch.relu(position + model.rows(masked)))
        result = masked.flatten(2).clone()
        result[0, :, pixel] = decoded.T
        result.clamp(0, 1).mul(255).round().to(torch.uint8).numpy()
        times.append(1000 * (time.perf_counter() - begin))
    return {"milliseconds": times}


def memory(_):
    return {"peakMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


operations = {"start": start, "train": train, "infer": infer, "memory": memory}
for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(operations[request["op"]](request)), flush=True)
