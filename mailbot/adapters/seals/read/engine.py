"""The recognizer of lines and the detector; models, loaded when needed and kept.

PP-OCR's weights lie inside rapidocr's wheel (Apache-2.0); they are run directly, so
that nothing of this can reach for the network.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from mailbot.adapters.seals.vision import Bytes, Floats, cv2, model_path, np, ort

THREADS = 2  # the machine has two cores, and the bot is not alone on it
HEIGHT = 48  # the recognizer's line height in pixels
MEAN = (0.485, 0.456, 0.406)  # of the detector's training pictures
SPREAD = (0.229, 0.224, 0.225)


@dataclass(frozen=True, slots=True, eq=False)
class LineReading:
    """A read line: probabilities per frame and class; class 0 is "nothing here"."""

    frames: Floats


@lru_cache(maxsize=3)
def session(model: str) -> ort.InferenceSession:
    """Load a model's file, once; it answers on THREADS threads."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    # a thread that spins while it waits takes the core from the other child
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=1)
def alphabet() -> tuple[str, ...]:
    """Return the recognizer's classes: "" (nothing), its characters, a space."""
    listed = session(model_path("rec")).get_modelmeta().custom_metadata_map["character"]
    return ("", *listed.split("\n"), " ")[: _class_count()]


@lru_cache(maxsize=1)
def numbers() -> dict[str, int]:
    """Return the class of each character."""
    return {char: place for place, char in enumerate(alphabet())}


@lru_cache(maxsize=1)
def chinese_classes() -> slice:
    """Return the run of classes that holds all Han characters (one run in PP-OCR)."""
    places = [place for place, char in enumerate(alphabet()) if is_chinese(char)]
    return slice(places[0], places[-1] + 1)


def is_chinese(char: str) -> bool:
    """Say whether a character is a Han character."""
    return "\u4e00" <= char[:1] <= "\u9fff"


def recognize(line: Bytes) -> LineReading:
    """Read one line of writing: an RGB or grey picture, dark on light."""
    wide = max(HEIGHT, round(line.shape[1] * HEIGHT / line.shape[0]))
    small = cv2.resize(line, (wide, HEIGHT), interpolation=cv2.INTER_AREA)
    small = np.broadcast_to(np.atleast_3d(small), (HEIGHT, wide, 3))
    fed = (small.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)[None]
    model = session(model_path("rec"))
    frames = model.run(None, {model.get_inputs()[0].name: fed})[0][0]
    return LineReading(frames)


def text_map(pixels: Bytes) -> Floats:
    """Return, per pixel, how likely it is part of a line of writing."""
    high, wide = (max(32, round(side / 32) * 32) for side in pixels.shape[:2])
    small = cv2.resize(pixels, (wide, high)).astype(np.float32) / 255
    even = (small - np.array(MEAN)) / np.array(SPREAD)
    fed = even.astype(np.float32).transpose(2, 0, 1)[None]
    model = session(model_path("det"))
    found = model.run(None, {model.get_inputs()[0].name: fed})
    size = (pixels.shape[1], pixels.shape[0])
    likely: Floats = cv2.resize(found[0][0, 0], size)
    return likely


def greedy(reading: LineReading) -> list[tuple[str, float]]:
    """Return the likeliest characters in order, each with its best probability."""
    best = reading.frames.argmax(axis=1)
    sure = reading.frames.max(axis=1)
    letters = alphabet()
    found: list[tuple[str, float]] = []
    before = 0
    for place, share in zip(best.tolist(), sure.tolist(), strict=True):
        if place and place == before:
            found[-1] = (found[-1][0], max(found[-1][1], share))
        elif place:
            found.append((letters[place], share))
        before = place
    return found


def _class_count() -> int:
    return int(session(model_path("rec")).get_outputs()[0].shape[2])
