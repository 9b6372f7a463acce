import numpy as np
import pytest

from mlcore.errors import ScanLabError
from mlcore.evaluate import answers
from mlcore.evaluate.answers import Unreadable
from tests import finished_runs, scans


@pytest.fixture
def run():
    run = finished_runs.make()
    finished_runs.keep_answers(run, *finished_runs.answers(n=20))
    return run


def test_a_missing_file_is_named_and_can_be_made_again(run):
    scans.make()
    run.predictions_file("val").unlink()
    with pytest.raises(Unreadable, match=r"predictions/val.npz is missing; compute it again"):
        answers.of(run, "val")


@pytest.mark.parametrize("content", [b"", b"nothing of the kind", b"PK\x03\x04 cut off"])
def test_a_broken_file_is_named_and_can_be_made_again(run, content):
    run.predictions_file("val").write_bytes(content)
    with pytest.raises(Unreadable, match=r"predictions/val.npz of run .* cannot be read"):
        answers.of(run, "val")


def test_answers_to_other_labels_are_told(run):
    truth, probability = finished_runs.answers(n=20)
    finished_runs.keep_answers(run, truth[:, :1], probability[:, :1])
    with pytest.raises(Unreadable, match=r"20 scans and 2 labels were expected"):
        answers.of(run, "val")


def test_probabilities_that_are_no_numbers_are_told(run):
    truth, probability = finished_runs.answers(n=20)
    probability[3, 1] = np.nan
    finished_runs.keep_answers(run, truth, probability)
    with pytest.raises(Unreadable, match="that are no numbers"):
        answers.of(run, "val")


def test_a_file_that_could_run_code_is_not_opened(run):
    path = run.predictions_file("val")
    np.savez(path, id=np.array([{}], object), group=[0], truth=[[1, 0]], probability=[[1, 0]])
    with pytest.raises(ScanLabError, match="cannot be read"):
        answers.of(run, "val")
