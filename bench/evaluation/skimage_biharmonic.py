"""scikit-image's biharmonic filling, for the benchmark: skimage_biharmonic.py SIZE CHANNELS COUNT < pictures, then masks (1 = known).

Prints milliseconds a picture."""

import sys
import time

import numpy as np
from skimage.restoration import inpaint_biharmonic

size, channels, count = map(int, sys.argv[1:])
data = np.frombuffer(sys.stdin.buffer.read(), np.uint8)
pictures = data[: count * size * size * channels].reshape(count, size, size, channels) / 255
masks = data[count * size * size * channels :].reshape(count, size, size)
fill = lambda i: inpaint_biharmonic(pictures[i], masks[i] == 0, channel_axis=-1)
fill(0)
start = time.perf_counter()
for i in range(count):
    fill(i)
print(1000 * (time.perf_counter() - start) / count)
