"""The interface described for programs, as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0)."""

from typing import Any

from mlcore.serve.schemas import ANSWER, FORM, JUDGED, LABEL, MODEL, TRUST
from mlcore.serve.settings import Settings

REFUSALS = {
    "400": "The form cannot be read.",
    "401": "The token is missing or wrong.",
    "403": "The interface is off: the server can be reached from other machines and has no token.",
    "404": "There is no such run, or it has no model.",
    "408": "The request did not arrive in time.",
    "413": "The request is too large or has too many files.",
    "415": "The request is no multipart form.",
    "422": "The form has no file, or a field that is not known.",
    "429": "Too many requests; the header Retry-After says when to try again.",
    "503": "The model is still being prepared, or too much is being received at once.",
}
PREDICT = tuple(REFUSALS)
MODELS = ("401", "403", "429")


def openapi(settings: Settings) -> dict[str, Any]:
    """The whole description, ready for JSON."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ScanLab",
            "version": "1",
            "summary": "Answers of trained models for medical scans.",
            "description": "Not a medical device: answers are for study, not for diagnosis. "
            "Uploads are neither stored nor logged.",
        },
        "servers": [{"url": "/"}],
        "paths": {
            "/api/predict": {"post": _predict(settings)},
            "/api/models": {"get": _get("models", "The models that can be asked", "Model", True)},
            "/api/health": {"get": _get("health", "Whether the server is up", "Health", False)},
            "/api/openapi.json": {"get": _get("openapi", "This description", "Object", False)},
        },
        "components": {
            "schemas": {
                "Answer": ANSWER,
                "Judged": JUDGED,
                "Trust": TRUST,
                "Label": LABEL,
                "Model": MODEL,
                "Health": _strings("status", "interface"),
                "Object": {"type": "object"},
                "Refusal": _strings("error"),
            },
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _predict(settings: Settings) -> dict[str, Any]:
    return {
        "operationId": "predict",
        "summary": "One answer or one reason a file",
        "description": f"At most {settings.files} files and {settings.megabytes} MB a request, and "
        + (f"{settings.rate} requests a minute." if settings.rate else "as often as you like."),
        "security": _security(),
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": FORM}}},
        "responses": {
            "200": {
                "description": "As `predict --json` prints: broken files carry an error.",
                "headers": {
                    "ScanLab-Run": {
                        "description": "The run that answered.",
                        "schema": {"type": "string"},
                    }
                },
                **_json({"type": "array", "items": _named("Answer")}),
            },
            **_refused(PREDICT),
        },
    }


def _get(name: str, summary: str, schema: str, guarded: bool) -> dict[str, Any]:
    content = _named(schema)
    if guarded:
        content = {"type": "array", "items": content}
    return {
        "operationId": name,
        "summary": summary,
        **({"security": _security()} if guarded else {}),
        "responses": {
            "200": {"description": summary, **_json(content)},
            **(_refused(MODELS) if guarded else {}),
        },
    }


def _security() -> list[dict[str, list[str]]]:
    """Either no token, as on localhost, or one."""
    return [{}, {"token": []}]


def _refused(codes: tuple[str, ...]) -> dict[str, Any]:
    return {code: {"description": REFUSALS[code], **_json(_named("Refusal"))} for code in codes}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _named(schema: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{schema}"}


def _strings(*names: str) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(names),
        "properties": {name: {"type": "string"} for name in names},
    }
