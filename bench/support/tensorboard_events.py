"""Writes TensorBoard's event files: python tensorboard_events.py FOLDER RUNS STEPS.

One run of the series "loss", as `madeUpValue` in fill-database.ts draws it, copied for the others: what TensorBoard does with a
series does not depend on its values.
"""
import math
import shutil
import sys
from pathlib import Path

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter

folder, runs, steps = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
name = "events.out.tfevents.1700000000.bench"
first = folder / "run-01"
first.mkdir(parents=True)
with open(first / name, "wb") as file:
    writer = RecordWriter(file)
    writer.write(Event(wall_time=1.7e9, file_version="brain.Event:2").SerializeToString())
    for step in range(1, steps + 1):
        value = math.exp(-step / 2e5) + 0.1 * math.sin(step * 0.7)
        summary = Summary(value=[Summary.Value(tag="loss", simple_value=value)])
        writer.write(Event(wall_time=1.7e9 + 0.2 * step, step=step, summary=summary).SerializeToString())
for run in range(2, runs + 1):
    other = folder / f"run-{run:02d}"
    other.mkdir()
    shutil.copy(first / name, other / name)
