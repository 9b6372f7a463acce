"""The texts that go with an exported model: an example, a small server, a Dockerfile."""

PREDICT = '''"""python predict.py SCAN...  Not a medical device: for study, not for diagnosis."""
import json
import sys
{imports}
from scan import CARD, calibrated, pixels

{load}


def answer(file):
    given = calibrated({ask}[0])
    return {{name: {{"probability": p, "positive": p >= CARD["thresholds"][name]}}
            for name, p in zip(CARD["labels"], given)}}


if __name__ == "__main__":
    print(json.dumps({{file: answer(file) for file in sys.argv[1:]}}))
'''
SCAN = '''"""What comes before the network and after it."""
import json

import numpy as np
from PIL import Image, ImageOps

CARD = json.load(open("model.json", encoding="utf-8"))


def pixels(file):
    """A picture of 8 bits as (1, side, side, channels)."""
    image = ImageOps.exif_transpose(Image.open(file))
    alpha = image.convert("RGBA").getchannel("A").getextrema()
    if image.mode not in ("1", "L", "P", "LA", "RGB", "RGBA") or alpha[0] != alpha[1]:
        raise ValueError("save it as an 8-bit grey or colour picture without transparency first")
    image, side = image.convert("L" if CARD["channels"] == 1 else "RGB"), CARD["side"]
    if image.size != (side, side):
        image = image.resize([min(side, length) for length in image.size], Image.Resampling.BOX)
        image = image.resize((side, side), Image.Resampling.BICUBIC)
    return np.asarray(image).reshape(1, side, side, CARD["channels"])


def calibrated(given):
    """A probability for each label, by the label's curve where somebody chose one."""
    return [_by(CARD["curves"][name], float(p)) for name, p in zip(CARD["labels"], given)]


def _by(curve, p):
    if curve is None:
        return p
    if "from" in curve:
        return float(np.interp(p, curve["from"], curve["to"]))
    p = min(max(p, 1e-6), 1 - 1e-6)
    return float(1 / (1 + np.exp(-curve["slope"] * np.log(p / (1 - p)) - curve["height"])))
'''
SERVER = '''"""A small server: POST a picture to /predict, get its answer as JSON."""
import io
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from PIL import UnidentifiedImageError
from predict import answer

MOST_BYTES = 20_000_000


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        if not 0 < length <= MOST_BYTES:
            return self.tell(413, {"error": f"send one picture of at most {MOST_BYTES:,} bytes"})
        try:
            self.tell(200, answer(io.BytesIO(self.rfile.read(length))))
        except UnidentifiedImageError:
            self.tell(422, {"error": "this is no picture; send the bytes of a PNG, JPEG or TIFF"})
        except Exception as problem:
            self.tell(422, {"error": f"the picture cannot be read: {problem}"})

    def tell(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    ThreadingHTTPServer(("", 8000), Handler).serve_forever()
'''
DOCKERFILE = """FROM python:3.12-slim
WORKDIR /model
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
USER nobody
EXPOSE 8000
CMD ["python", "server.py"]
"""
README = """# {title}

{network}, trained by ScanLab on the data set {dataset} (run {run}).

**Not a medical device**: its answers are for study, not for diagnosis.

Labels: {labels}.

| File | What it is |
|---|---|
| `{model}` | the network; pixels 0 to 255 as they are in, probabilities out: scaling is inside |
| `model.json` | labels, thresholds, calibration, and the size the network sees |
| `predict.py` | `python predict.py scan.png` prints an answer per label; 15 lines to copy from |
| `scan.py` | what comes before the network (the size) and after it (the calibration) |
| `server.py`, `Dockerfile` | the same over HTTP |
| `requirements.txt` | what both need |

```
pip install -r requirements.txt
python predict.py scan.png

docker build -t scans . && docker run -p 127.0.0.1:8000:8000 scans
curl --data-binary @scan.png localhost:8000/predict
```

Before the network, a scan is made grey (1 channel) or colour (3) and brought to
{side} × {side} pixels: shrinking averages areas, enlarging is bicubic, and what is not square
is stretched. After it, each probability goes through its label's curve, where somebody chose a
calibration, and the label is present from its threshold on. `scan.py` does all of this for
pictures of 8 bits; ScanLab also reads 16-bit pictures and DICOM. The server has no password: let
only those reach it who may.
"""
