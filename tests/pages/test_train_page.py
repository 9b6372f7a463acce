"""The Train page during, in a pause of, and after a training; the queue."""

from mlcore.runs import folder, history, queue, state
from mlcore.train import jobs
from pages.parts import live_run
from tests import scans, told_runs
from tests.pages.test_pages import button, opened, texts


def labels(app) -> set[str]:
    return {each.label for each in app.button}


def test_a_training_at_work_can_be_paused_and_stopped_and_tells_what_it_takes():
    scans.make()
    run = told_runs.make()
    app = opened("train")
    assert {"Pause", "Stop"} <= labels(app)
    assert "Continue" not in labels(app)
    assert "learning rate 0.001" in texts(app)
    assert "memory" in texts(app)
    button(app, "Pause").click().run()
    assert state.state(run) == "paused"
    assert "the processor is free, the memory is not" in app.warning[0].value
    assert {"Continue", "Stop"} <= labels(app)
    button(app, "Continue").click().run()
    assert state.state(run) == "running"
    button(app, "Stop").click().run()
    assert state.stop_requested(run)
    assert not app.exception


def test_a_run_behind_a_paused_one_says_what_it_waits_for(monkeypatch):
    monkeypatch.setattr(jobs, "start_waiting", lambda: None)
    scans.make()
    first = told_runs.make()
    state.request_pause(first)
    second = folder.create(first.config | {"seed": 1})
    app = opened("train")
    app.selectbox(key="run").select(second.name).run()
    assert "which is paused and keeps its place" in app.warning[0].value
    state.end_pause(first)
    app.run()
    assert not app.warning
    assert "Waits for Tiny on squares" in texts(app)


def test_a_dead_network_is_named_with_a_remedy_that_one_click_follows():
    scans.make(side=64)
    run = told_runs.make(epochs=2, dead=True)
    app = opened("train")
    assert "Same answer for all scans" in app.error[0].value
    assert "batch normalisation, such as CNN-2" in app.error[0].value
    button(app, "New run with network CNN-2").click().run()
    assert not app.exception
    assert state.stop_requested(run)
    newest = folder.all_runs()[0]
    assert newest.name != run.name
    assert newest.config == run.config | {"model": "cnn-2"}
    assert state.state(newest) == "queued"
    assert app.session_state["run"] == newest.name


def test_an_ended_run_offers_more_epochs_and_the_choice_of_one():
    scans.make()
    run = told_runs.make(epochs=3, planned=3)
    told_runs.end(run)
    for epoch in (1, 2, 3):
        run.snapshot_file(epoch).parent.mkdir(exist_ok=True)
        run.snapshot_file(epoch).touch()
    app = opened("train")
    assert app.number_input(key=f"more-{run.name}").value == 6
    assert app.selectbox(key=f"pick-{run.name}").value in (1, 2, 3)
    assert "The model now: epoch 3." in texts(app)


def test_one_label_alone_is_shown_beside_its_own_limits():
    scans.make()
    told_runs.make()
    app = opened("train")
    app.selectbox(key="curve_label").select("large").run()
    assert "what the label is to be held against" in texts(app)
    app.segmented_control(key="course").set_value("Memory").run()
    assert not app.exception


def test_waiting_runs_can_be_put_in_order_cancelled_and_more_than_one_let_in():
    scans.make()
    told_runs.make()
    first, second = (folder.create({"dataset": "squares", "model": "tiny"}) for _ in range(2))
    app = opened("train")
    app.button(key=f"up-{second.name}").click().run()
    assert [run.name for run in queue.waiting()] == [second.name, first.name]
    app.button(key=f"cancel-{first.name}").click().run()
    assert [run.name for run in queue.waiting()] == [second.name]
    assert state.state(first) == "stopped"
    assert not app.exception


def test_in_the_first_epoch_the_loss_stands_alone_until_there_are_scores():
    scans.make()
    told_runs.make(epochs=0)
    assert "The curves begin with the first batch." in texts(opened("train"))
    told_runs.make(epochs=0, batches=2)
    app = opened("train")
    assert "The first scores come with the end of the first epoch." in texts(app)
    assert [each.label for each in app.get("button_group")] == ["Course"]
    told_runs.make(epochs=1, batches=2)
    app = opened("train")
    assert [each.label for each in app.get("button_group")] == ["Curve", "Course"]


def test_a_run_is_looked_at_more_often_in_its_first_epoch():
    scans.make()

    def poll(run):
        return live_run._poll(run, history.read(run))

    assert poll(told_runs.make(epochs=0)) == live_run.FIRST_POLL_SECONDS
    assert poll(told_runs.make(epochs=0, batches=1)) == live_run.FIRST_POLL_SECONDS
    begun = told_runs.make(epochs=1)
    assert poll(begun) == live_run.POLL_SECONDS
    waiting = folder.create(begun.config)
    assert poll(waiting) == live_run.POLL_SECONDS
    ended = told_runs.make(epochs=1)
    told_runs.end(ended)
    assert poll(ended) is None
