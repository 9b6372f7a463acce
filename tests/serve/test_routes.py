"""The interface for programs, asked over a real connection."""

import io
import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from mlcore.cli import scanlab
from mlcore.runs import folder
from mlcore.serve import description, schemas
from mlcore.serve.settings import Settings
from tests import finished_runs, trusted
from tests.serve.conftest import form


def png(value: int) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.full((16, 16), value, np.uint8)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def run():
    made = finished_runs.make()
    finished_runs.serve(made)
    return made


def without_time(answers):
    return [{k: v for k, v in answer.items() if k != "milliseconds"} for answer in answers]


def cli_answers(run, files, *options):
    asked = ["predict", run.name, *map(str, files), *options, "--json"]
    ran = CliRunner().invoke(scanlab, asked)
    assert ran.exit_code == 0, ran.output
    # The command names a file by its path, a request by its name alone.
    text = ran.stdout
    for path in files:
        text = text.replace(str(path), path.name)
    return without_time(json.loads(text))


def test_several_files_are_answered_in_order_and_a_broken_one_has_its_reason(serving, run):
    reply = serving().predict([("a.png", png(51)), ("b.png", b"no picture"), ("c.png", png(204))])
    assert reply.status == 200
    assert reply.headers["ScanLab-Run"] == run.name
    first, broken, last = reply.body
    assert [first["file"], broken["file"], last["file"]] == ["a.png", "b.png", "c.png"]
    assert first["labels"]["large"] == pytest.approx(
        {"probability": 0.2, "threshold": 0.4, "positive": False}
    )
    assert last["labels"]["large"]["positive"] is True
    assert broken["labels"] == {}
    assert broken["error"].startswith("b.png: not a picture")


def test_the_model_is_the_newest_unless_named(serving, run):
    newer = finished_runs.make()
    finished_runs.serve(newer)
    client, file = serving(), [("a.png", png(10))]
    assert client.predict(file).headers["ScanLab-Run"] == newer.name
    assert client.predict(file, model=run.name).headers["ScanLab-Run"] == run.name


def test_many_clients_at_once_get_the_answers_of_the_command(serving, run, tmp_path):
    files = [tmp_path / f"{value}.png" for value in range(0, 250, 25)]
    for path in files:
        path.write_bytes(png(int(path.stem)))
    expected = cli_answers(run, files)
    client, sent = serving(rate=0), [(path.name, path.read_bytes()) for path in files]
    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda _: client.predict(sent), range(60)))
    assert all(without_time(reply.body) == expected for reply in replies)


def test_every_odd_file_is_answered_or_refused_as_the_command_does(serving, run, shared):
    folders = (shared / "data/odd_images", shared / "data/dicom")
    files = [p for of in folders for p in sorted(of.iterdir()) if p.suffix not in (".md", "")]
    assert len(files) > 30
    reply = serving().predict([(path.name, path.read_bytes()) for path in files])
    assert without_time(reply.body) == cli_answers(run, files)
    refused = {answer["file"] for answer in reply.body if answer["error"]}
    assert {"made_zero_bytes.png", "BAD_truncated_pixels.dcm"} <= refused


def test_answers_are_judged_where_that_is_asked_for_as_by_the_command(serving, tmp_path):
    run = trusted.run()
    path = tmp_path / "a.png"
    Image.fromarray(trusted.pixels(1, seed=9)[0, ..., 0]).save(path)
    black = tmp_path / "black.png"
    Image.fromarray(np.zeros((32, 32), np.uint8)).save(black)
    files = [path, black]
    client, sent = serving(), [(p.name, p.read_bytes()) for p in files] + [("b.png", b"no")]
    good, empty, broken = without_time(client.predict(sent, model=run.name, trust="yes").body)
    assert [good, empty] == cli_answers(run, files, "--trust")
    assert good["trust"]["decided"]
    assert good["trust"]["labels"]["large"]["answer"] in ("yes", "no", "unsure")
    assert [empty["trust"]["gate"]["kind"], empty["trust"]["labels"]["large"]["answer"]] == [
        "empty",
        None,
    ]
    assert "trust" not in broken
    assert "trust" not in client.predict(sent, model=run.name).body[0]
    assert {*good, "milliseconds"} == set(schemas.ANSWER["properties"])
    assert set(good["trust"]) == set(schemas.TRUST["properties"])


def test_models_tells_what_can_be_asked(serving, run):
    (told,) = serving().ask("/api/models").body
    assert (told["run"], told["labels"], told["ready"]) == (run.name, ["large", "small"], True)


@pytest.mark.parametrize(
    ("body", "kind", "status", "words"),
    [
        (b"{}", "application/json", 415, "application/json"),
        (b"nonsense", "multipart/form-data", 400, "boundary"),
        (b"nonsense", "multipart/form-data; boundary=x", 400, "cannot be read"),
        (*form([], {"model": "latest"}), 422, "no file"),
        (*form([("a.png", b"x")], {"modle": "latest"}), 422, "'modle'"),
        (*form([("a.png", b"x")], {"trust": "perhaps"}), 422, "'perhaps'"),
        (*form([("a.png", b"x")], {"model": "../../etc"}), 404, "there is no run"),
        (*form([("a.png", b"x")] * 4, {}), 413, "more than 3 files"),
        (*form([("a.png", b"x" * 1_000_001)], {}), 413, "larger than 1 MB"),
    ],
    ids=range(9),
)
def test_a_bad_request_gets_its_status_and_one_sentence(serving, run, body, kind, status, words):  # noqa: ARG001
    reply = serving(megabytes=1, files=3).ask("/api/predict", body, content_type=kind)
    assert reply.status == status
    assert words in reply.body["error"]


def test_a_large_body_of_unknown_length_is_cut_off(serving, run):  # noqa: ARG001
    body, kind = form([("a.png", b"x" * 3_000_000)], {})
    pieces = (body[i : i + 65536] for i in range(0, len(body), 65536))
    client = serving(megabytes=1)
    reply = client.ask("/api/predict", pieces, "POST", content_type=kind)
    assert reply.status == 413
    assert client.predict([("a.png", png(9))]).status == 200


def test_a_model_that_is_being_prepared_is_to_be_asked_again(serving, monkeypatch):
    made = finished_runs.make()
    monkeypatch.setattr("mlcore.train.jobs.prepare_to_serve", lambda run: None)  # noqa: ARG005
    reply = serving().predict([("a.png", png(9))], model=made.name)
    assert (reply.status, reply.headers["Retry-After"]) == (503, "5")


def test_without_a_model_the_reason_is_told(serving):
    assert serving().predict([("a.png", png(9))]).status == 404
    queued = folder.create({"dataset": "squares", "model": "tiny", "epochs": 1})
    reply = serving().predict([("a.png", png(9))], model=queued.name)
    assert reply.status == 404
    assert "has no model yet" in reply.body["error"]


def test_a_wrong_address_or_method_is_told(serving):
    client = serving()
    assert client.ask("/api/predikt").status == 404
    reply = client.ask("/api/predict")
    assert (reply.status, reply.headers["Allow"]) == (405, "POST")


def test_who_asks_too_often_is_told_when_to_come_back(serving):
    client = serving(rate=20)
    replies = [client.ask("/api/models") for _ in range(3)]
    assert [reply.status for reply in replies] == [200, 200, 429]
    assert 1 <= int(replies[-1].headers["Retry-After"]) <= 3
    assert client.ask("/api/health").status == 200


def test_a_server_that_others_can_reach_answers_nobody_without_a_token(serving, run):  # noqa: ARG001
    for bound in (None, "0.0.0.0", "192.168.0.7", "::"):
        client = serving(bound)
        assert client.predict([("a.png", png(9))]).status == 403
        assert client.ask("/api/models").status == 403
        assert client.ask("/api/health").body == {"status": "ok", "interface": "off"}


def test_with_a_token_who_shows_it_is_answered(serving, run):  # noqa: ARG001
    client, file = serving(None, token="open sesame"), [("a.png", png(9))]
    assert client.predict(file).status == 401
    assert client.predict(file, authorization="Bearer open").status == 401
    assert client.predict(file, authorization="Basic open sesame").status == 401
    assert client.predict(file, authorization="Bearer open sesame").status == 200
    assert client.ask("/api/health").body["interface"] == "token"


@pytest.mark.parametrize(
    "headers",
    [
        {"x_forwarded_for": "203.0.113.9"},
        {"host": "scans.example"},
        {"sec_fetch_site": "cross-site"},
    ],
)
def test_a_proxy_and_a_strange_web_page_are_not_this_machine(serving, run, headers):  # noqa: ARG001
    assert serving().predict([("a.png", png(9))], **headers).status == 403


def test_the_description_is_of_the_routes_there_are(serving):
    told = serving().ask("/api/openapi.json").body
    assert told == json.loads(json.dumps(description.openapi(Settings())))
    assert set(told["paths"]) == {
        f"/api/{name}" for name in ("predict", "models", "health", "openapi.json")
    }
    schemas = told["components"]["schemas"]
    named = {part.split('"')[0] for part in json.dumps(told).split("#/components/schemas/")[1:]}
    assert named == set(schemas)


def test_answers_are_as_the_description_says(serving, run):  # noqa: ARG001
    client = serving()
    (answer,) = client.predict([("a.png", png(9))]).body
    assert set(answer) == set(schemas.ANSWER["required"])
    assert set(answer["labels"]["large"]) == set(schemas.LABEL["properties"])
    (model,) = client.ask("/api/models").body
    assert set(model) == set(schemas.MODEL["properties"])
