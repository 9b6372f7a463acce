"""The report and the model card of a run."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest
from click.testing import CliRunner

from mlcore import atomic
from mlcore.cli import scanlab
from mlcore.share import card, charts, facts, report, words
from tests import finished_runs, scans


@pytest.fixture
def run():
    made = finished_runs.make("squares<script>alert(1)</script>")
    finished_runs.keep_answers(made, *finished_runs.answers())
    return made


class Tags(HTMLParser):
    """Open tags that are never closed, and what a page would fetch."""

    EMPTY = ("meta", "img", "rect", "line", "circle", "path", "polygon", "br")

    def __init__(self):
        super().__init__()
        self.open, self.fetched, self.kinds = [], [], set()

    def handle_starttag(self, tag, attrs):
        self.kinds.add(tag)
        self.fetched += [v for k, v in attrs if k in ("src", "href") and not v.startswith("data:")]
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.EMPTY:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("page", [report.html, card.html])
def test_a_page_is_whole_fetches_nothing_and_runs_nothing(run, page):
    text, tags = page(facts.gather(run)), Tags()
    tags.feed(text)
    assert tags.open == []
    assert tags.fetched == []
    assert "script" not in tags.kinds
    assert "@media print" in text and "prefers-color-scheme: dark" in text
    assert "url(" not in text


def test_the_report_tells_the_scores_of_the_evaluation(run):
    found = facts.gather(run)
    f1 = found.result["metrics"]["f1"]
    text = report.html(found)
    assert words.headline(found) in text.replace("&lt;", "<").replace("&gt;", ">")
    assert f"{f1['value']:.3f}" in text
    assert f"{f1['low']:.3f} to {f1['high']:.3f}" in text
    assert "not for diagnosis" in text


def test_data_and_groups_are_told_where_the_data_set_is_there(run):
    data = scans.make(train=30, val=160, test=0)
    config = run.config | {"dataset": data.name}
    atomic.write_json(run.folder / "config.json", config)
    kept = run.model_card | {"fingerprint": data.fingerprint}
    atomic.write_json(run.folder / "model.json", kept)
    again = type(run)(run.folder)
    truth, probability = finished_runs.answers(160)
    names = data.table["id"][data.table["split"] == "val"].to_numpy(str)
    path = again.predictions_file("val")
    np.savez(path, id=names, group=np.arange(160), truth=truth, probability=probability)
    found = facts.gather(again)
    assert found.worst_groups
    assert "training scans" in report.html(found)
    assert data.fingerprint in card.markdown(found)


def test_what_a_label_is_found_in_is_said_in_tens(run):
    found = facts.gather(run)
    cells = found.counts["large"]
    share = 10 * cells["found"] / (cells["found"] + cells["missed"])
    assert words.each_label(found)["large"].startswith(
        f"Of 10 scans that have it, about {share:.0f} are found"
    )
    assert any("Thresholds were chosen on these" in one for one in words.limits(found))


def test_no_name_becomes_html_or_markdown_in_the_card(run):
    text = card.markdown(facts.gather(run))
    assert "<script" not in text
    assert "| score | value |" in text


def test_gaps_are_drawn_as_gaps():
    line = charts.Line("a", np.arange(4.0), np.array([0.0, np.nan, 1.0, 1.0]))
    field = charts.Field("x", "y", (0, 3))
    (path,) = re.findall(r'd="([^"]+)"', charts.chart("a & b", field, [line]))
    assert path.count("M") == 2
    assert charts.interval(None, None, None) == "–"


def test_the_commands_write_files_and_refuse_other_endings(run, tmp_path):
    for arguments in (["report", "--out", "r.html"], ["card", "--out", "c.md"]):
        arguments[-1] = str(tmp_path / arguments[-1])
        ran = CliRunner().invoke(scanlab, [arguments[0], run.name, *arguments[1:], "--json"])
        assert ran.exit_code == 0, ran.output
        assert (tmp_path / arguments[-1]).stat().st_size > 1000
    ran = CliRunner().invoke(scanlab, ["card", run.name, "--out", str(tmp_path / "c.pdf")])
    assert "expected .md or .html" in str(ran.exception)
