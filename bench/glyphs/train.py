"""Teaches the network of `mailbot.adapters.seals.read.glyphs`, and packs it.

    python -m bench.glyphs.train 'CELLS.*.npz' OUT.onnx --minutes 60 --held 'HELD.*.npz'

Needs torch and onnx, which nothing else here does. Files of cells that
appear meanwhile are taken in. The weights are kept as 8-bit numbers, a scale a row.
"""

from __future__ import annotations

import argparse
import io
import math
import time
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn
from torch.nn import functional

from mailbot.adapters.seals.read.glyphs import HIGH, WIDE, known

BATCH, FILES = 256, 4
PEAK, DECAY = 3e-3, 0.02
REFRESH, REPORT = 200, 120  # steps, seconds
BIG = 1000  # numbers of a weight that is worth packing


def conv(into: int, out: int, stride: int = 1, size: int = 3) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(into, out, size, stride, size // 2, bias=False),
        nn.BatchNorm2d(out),
        nn.ReLU(inplace=True),
    )


class Rest(nn.Module):
    """Two convolutions that learn what is left over (He et al. 2015)."""

    def __init__(self, wide: int) -> None:
        super().__init__()
        self.first = conv(wide, wide)
        self.second = nn.Conv2d(wide, wide, 3, 1, 1, bias=False)
        self.even = nn.BatchNorm2d(wide)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return functional.relu(x + self.even(self.second(self.first(x))))


def network() -> nn.Sequential:
    """Return the network: cells (n, 1, HIGH, WIDE) in, a number a character out."""
    return nn.Sequential(
        conv(1, 32, 2, 5),
        conv(32, 64, 2),
        conv(64, 64),
        conv(64, 128),
        conv(128, 160, 2),
        conv(160, 160),
        Rest(160),
        nn.Flatten(),
        nn.Linear(160 * HIGH * WIDE // 64, 160, bias=False),
        nn.BatchNorm1d(160),
        nn.ReLU(inplace=True),
        nn.Linear(160, len(known()) + 1),
    ).to(memory_format=torch.channels_last)


class Cells:
    """All cells of the files that match a path with a pattern as its last part."""

    def __init__(self, path: str) -> None:
        self.folder, self.pattern = Path(path).parent, Path(path).name
        self.files: dict[Path, tuple[torch.Tensor, torch.Tensor]] = {}
        self.refresh()

    def refresh(self) -> None:
        for path in set(self.folder.glob(self.pattern)) - set(self.files):
            with np.load(path) as file:
                cells, truth = file["cells"], file["truth"]
            self.files[path] = torch.from_numpy(cells), torch.from_numpy(truth)

    def some(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Return a batch, each cell a little shifted, grained, of other contrast."""
        files = list(self.files.values())
        chosen = [files[int(k)] for k in torch.randint(0, len(files), (FILES,))]
        picked = [torch.randint(0, len(t), (BATCH // FILES,)) for _, t in chosen]
        parts = list(zip(chosen, picked, strict=True))
        x = torch.cat([cells[rows] for (cells, _), rows in parts]).float() / 255
        down, right = (int(k) for k in torch.randint(0, 5, (2,)))
        padded = functional.pad(x, (2, 2, 2, 2))
        x = padded[:, down : down + HIGH, right : right + WIDE]
        x = x + torch.randn_like(x) * 0.05 * torch.rand(len(x), 1, 1)
        x = x.clamp(0, 1) ** (0.75 + 0.6 * torch.rand(len(x), 1, 1))
        truth = torch.cat([truth[rows] for (_, truth), rows in parts])
        return x[:, None].contiguous(memory_format=torch.channels_last), truth


def judged(net: nn.Module, held: Cells) -> str:
    """Say how many held-out cells are named right, and their mean log loss."""
    net.eval()
    with torch.no_grad():
        pairs = [
            (net(cells[k : k + 512, None].float() / 255), truth[k : k + 512])
            for cells, truth in held.files.values()
            for k in range(0, len(truth), 512)
        ]
    net.train()
    out, truth = (torch.cat(each) for each in zip(*pairs, strict=True))
    right = (out.argmax(1) == truth).float().mean()
    return f"right {right:.3f}, loss {functional.cross_entropy(out, truth):.3f}"


def teach(net: nn.Module, cells: Cells, held: Cells, seconds: float) -> None:
    weights = [p for p in net.parameters() if p.ndim > 1]
    others = [p for p in net.parameters() if p.ndim <= 1]
    groups = [{"params": weights, "weight_decay": DECAY}, {"params": others}]
    adam = torch.optim.AdamW(groups, lr=PEAK, weight_decay=0)
    began, step, told = time.time(), 0, 0
    while (gone := (time.time() - began) / seconds) < 1:
        for group in adam.param_groups:
            falling = 0.5 * (1 + math.cos(math.pi * gone)) + 0.002
            group["lr"] = PEAK * min(1.0, gone / 0.03 + 0.05) * falling
        x, truth = cells.some()
        with torch.autocast("cpu", torch.bfloat16):
            loss = functional.cross_entropy(net(x).float(), truth)
        adam.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        adam.step()
        step += 1
        if step % REFRESH == 0:
            cells.refresh()
        if gone * seconds > told:
            told += REPORT
            known_cells = sum(len(truth) for _, truth in cells.files.values())
            seen = f"{step * BATCH} cells of {known_cells}"
            print(f"{gone * seconds:.0f} s, {seen}: {judged(net, held)}", flush=True)


def packed(net: nn.Module) -> onnx.ModelProto:
    """Return the model, softmax at its end, its large weights in eight bits."""
    whole, out = nn.Sequential(net.eval(), nn.Softmax(1)), io.BytesIO()
    torch.onnx.export(
        whole,
        (torch.rand(2, 1, HIGH, WIDE),),
        out,
        input_names=["cells"],
        output_names=["shares"],
        dynamic_axes={"cells": {0: "n"}, "shares": {0: "n"}},
        dynamo=False,
    )
    model = onnx.load_from_string(out.getvalue())
    kept = []
    for weight in model.graph.initializer:
        numbers = numpy_helper.to_array(weight)
        if numbers.size < BIG or numbers.ndim == 1:
            kept.append(weight)
            continue
        parts, nodes = _eight_bits(weight.name, numbers)
        kept += parts
        for place, node in enumerate(nodes):
            model.graph.node.insert(place, node)
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    onnx.checker.check_model(model)
    return model


def _eight_bits(
    name: str, numbers: np.ndarray
) -> tuple[list[onnx.TensorProto], list[onnx.NodeProto]]:
    """Return a weight as eight-bit rows and scales, and what multiplies them again.

    A runtime does that once, when it loads the model: all of it is constant.
    """
    shape = (-1,) + (1,) * (numbers.ndim - 1)
    most = np.abs(numbers).reshape(len(numbers), -1).max(axis=1).reshape(shape)
    scale = np.maximum(most / 127, 1e-12).astype(np.float32)
    eight = np.round(numbers / scale).astype(np.int8)
    parts = {"eight": eight, "scale": scale}
    node = onnx.helper.make_node
    return [numpy_helper.from_array(v, f"{name}.{k}") for k, v in parts.items()], [
        node("Cast", [f"{name}.eight"], [f"{name}.whole"], to=onnx.TensorProto.FLOAT),
        node("Mul", [f"{name}.whole", f"{name}.scale"], [name]),
    ]


def main() -> None:
    """Teach, saving the network now and then; pack it at the end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cells")
    parser.add_argument("out")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--held", required=True, help="cells of fonts left out")
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(asked.threads)
    net = network()
    teach(net, Cells(asked.cells), Cells(asked.held), 60 * asked.minutes)
    onnx.save(packed(net), asked.out)


if __name__ == "__main__":
    main()
