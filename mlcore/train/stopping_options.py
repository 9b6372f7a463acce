"""Options of validation, of stopping early, and of doing it all several times."""

from mlcore.train.monitors import MONITORS
from mlcore.train.option import Only, Option
from mlcore.train.schedule import PLATEAU

STOPPING = "Stopping & validation"
REPEATS = "Repeats"

OPTIONS = (
    Option(
        "validation",
        "Validation",
        "Which scans show how well the network does and choose its thresholds; it never learns "
        "from them. Own part: those the data set has set aside. Split: a share of the training "
        "part instead, drawn by the seed so that each label has its share; scans of one patient "
        "stay together. None: every threshold is .5.",
        "own",
        choices=("own", "split", "none"),
        titles=("The data set's own part", "A share of the training part", "None"),
        section=STOPPING,
    ),
    Option(
        "validation_share",
        "Validation share",
        "Share of the training scans that are set aside.",
        0.2,
        low=0.01,
        high=0.9,
        section=STOPPING,
        only=(Only("validation", ("split",)),),
    ),
    Option(
        "patience",
        "Early stopping after",
        "Ends the training after so many epochs without improvement on validation. 0 trains all "
        "epochs; the study used 5.",
        0,
        low=0,
        high=10_000,
        section=STOPPING,
    ),
    Option(
        "monitor",
        "Improvement of",
        "What counts as better. " + " ".join(f"{row.title}: {row.help}" for row in MONITORS),
        "average_precision",
        choices=tuple(row.name for row in MONITORS),
        titles=tuple(row.title for row in MONITORS),
        section=STOPPING,
        only=(Only("patience"), Only("schedule", (PLATEAU,))),
    ),
    Option(
        "min_delta",
        "Least improvement",
        "A smaller gain than this does not count as better.",
        0.0,
        low=0,
        high=1,
        step=0.001,
        section=STOPPING,
        only=(Only("patience"), Only("schedule", (PLATEAU,))),
    ),
    Option(
        "restore_best",
        "Keep the best epoch",
        "The model is the network of the best epoch instead of the last one. As that epoch is "
        "chosen by the validation scans, their scores are a little optimistic.",
        True,
        section=STOPPING,
        only=(Only("patience"),),
    ),
    Option(
        "repeats",
        "Repeats",
        "Trains so many times with seeds one after the other, so that you see how much a score "
        "owes to chance. The runs wait for each other.",
        1,
        low=1,
        high=100,
        section=REPEATS,
    ),
)
