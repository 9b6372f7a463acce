"""The data-quality peer, cleanvision, on a folder of images; a program of its own.

It is not needed to use ScanLab and may be absent.
"""

import contextlib
import importlib.util
import io
import json
import sys
import time
from importlib.metadata import version


def is_there() -> bool:
    return importlib.util.find_spec("cleanvision") is not None


def main(folder: str) -> None:
    """Print ``{version, seconds, issues {name: count}}`` of all its checks on ``folder``."""
    from cleanvision import Imagelab

    started = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        lab = Imagelab(data_path=folder)
        lab.find_issues()
    seconds = time.perf_counter() - started
    issues = dict(
        zip(lab.issue_summary["issue_type"], map(int, lab.issue_summary["num_images"]), strict=True)
    )
    print(json.dumps({"version": version("cleanvision"), "seconds": seconds, "issues": issues}))


if __name__ == "__main__":
    main(sys.argv[1])
