"""The values that are asked and answered, as JSON Schema: the parts of `description`."""

LABEL = {
    "type": "object",
    "required": ["probability", "threshold", "positive"],
    "properties": {
        "probability": {"type": "number", "minimum": 0, "maximum": 1},
        "threshold": {"type": "number", "description": "Present from this probability on."},
        "positive": {"type": "boolean"},
    },
}
ANSWER = {
    "type": "object",
    "required": ["file", "labels", "warnings", "milliseconds", "error"],
    "properties": {
        "file": {"type": "string", "description": "The name that was sent."},
        "labels": {
            "type": "object",
            "additionalProperties": {"$ref": "#/components/schemas/Label"},
            "description": "A label each; empty where there is an error.",
        },
        "warnings": {"type": "array", "items": {"type": "string"}},
        "milliseconds": {"type": "number"},
        "error": {"type": ["string", "null"], "description": "Why the file cannot be answered."},
        "trust": {"$ref": "#/components/schemas/Trust"},
    },
}
JUDGED = {
    "type": "object",
    "required": ["answer", "band", "meaning"],
    "properties": {
        "answer": {
            "enum": ["yes", "no", "unsure", None],
            "description": "Null where the gate refuses the scan.",
        },
        "reason": {"type": "string", "description": "Missing where the gate refuses the scan."},
        "band": {
            "type": ["object", "null"],
            "description": "Between which probabilities the answer is unsure.",
        },
        "meaning": {
            "type": ["object", "null"],
            "description": "How many validation scans with such a score had the label.",
        },
    },
}
TRUST = {
    "type": "object",
    "description": "Only where it was asked for and the file could be read.",
    "required": ["gate", "decided", "error", "labels", "nearest", "notes"],
    "properties": {
        "gate": {
            "type": ["object", "null"],
            "description": "Whether the scan is like those learnt from, in one sentence.",
        },
        "decided": {"type": "boolean", "description": "Whether the gate let the scan pass."},
        "error": {"type": "number", "description": "How often a true answer may be ruled out."},
        "labels": {
            "type": "object",
            "additionalProperties": {"$ref": "#/components/schemas/Judged"},
        },
        "nearest": {
            "type": "array",
            "items": {"type": "object"},
            "description": "The nearest training scans and their labels.",
        },
        "notes": {"type": "array", "items": {"type": "string"}},
    },
}
MODEL = {
    "type": "object",
    "required": ["run", "network", "dataset", "labels", "side", "channels", "ready"],
    "properties": {
        "run": {"type": "string", "description": "What the field `model` takes."},
        "network": {"type": ["string", "null"]},
        "dataset": {"type": ["string", "null"]},
        "labels": {"type": "array", "items": {"type": "string"}},
        "side": {"type": "integer", "description": "Pixels a side that the network sees."},
        "channels": {"type": "integer", "enum": [1, 3]},
        "f1_macro": {"type": ["number", "null"], "description": "On validation."},
        "bytes": {"type": ["integer", "null"]},
        "ready": {"type": "boolean", "description": "Whether it answers at once."},
    },
}
FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "string", "contentMediaType": "application/octet-stream"},
            "description": "Scans: PNG, JPEG, TIFF, BMP, GIF, WebP, JPEG 2000, PGM or DICOM.",
        },
        "model": {
            "type": "string",
            "description": "Name of a run, or how it begins; else the pinned or newest model.",
        },
        "trust": {
            "type": "string",
            "enum": ["yes", "no"],
            "default": "no",
            "description": "Yes also judges each answer, in `trust`.",
        },
    },
}
