"""Pillow's way to a cache: share number I of N of a CelebA-shaped folder, centred 148, BOX to 32x32, to a file.

    python pillow_crop.py FOLDER I N OUT

Says "ready", waits for a line, works, and says how many seconds of processor time that took. The broken ones are passed over.
"""

import sys
import time
from pathlib import Path

import numpy as np
from PIL import Image

folder, index, count, out = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
names = [line.split()[0] for line in (folder / "list_eval_partition.txt").read_text().splitlines()]
broken = set((folder / "broken.txt").read_text().split())
names = names[len(names) * index // count : len(names) * (index + 1) // count]
print("ready", flush=True)
sys.stdin.readline()
start = time.process_time()
with open(out, "wb") as file:
    for name in names:
        if name in broken:
            continue
        picture = Image.open(folder / "img_align_celeba" / name).convert("RGB")
        left, top = (picture.width - 148) // 2, (picture.height - 148) // 2
        picture = picture.crop((left, top, left + 148, top + 148)).resize((32, 32), Image.BOX)
        file.write(np.asarray(picture).tobytes())
print(time.process_time() - start)
