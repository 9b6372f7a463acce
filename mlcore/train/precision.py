"""Which number format this processor calculates quickest in."""

import re
from pathlib import Path

BFLOAT16_FLAGS = {"avx512_bf16", "amx_bf16", "bf16"}
"""Names under which Linux lists a processor's bfloat16 instructions (x86 and Arm)."""


def has_bfloat16(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether the processor multiplies bfloat16 itself; elsewhere it would only be slower."""
    try:
        text = cpuinfo.read_text()
    except OSError:
        return False
    return bool(BFLOAT16_FLAGS & set(re.findall(r"\w+", text)))


def resolved(precision: str, gpu: bool = False) -> str:
    """The Keras policy that ``precision`` comes to: ``auto`` is the quicker one."""
    if precision != "auto":
        return precision
    return "mixed_bfloat16" if not gpu and has_bfloat16() else "float32"
