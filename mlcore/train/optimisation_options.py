"""Options of how the weights follow the error."""

from mlcore.train.option import Only, Option
from mlcore.train.schedule import PLATEAU, SCHEDULES

SECTION = "Optimisation"

EPOCHS = Option(
    "epochs",
    "Epochs",
    "How often the network sees every training scan. In the study 5 were too few, 10 best.",
    10,
    low=1,
    high=10_000,
)
BATCH = Option(
    "batch",
    "Batch size",
    "Scans per step of learning: larger is quicker, smaller learns more per epoch.",
    32,
    low=1,
    high=65_536,
)
LEARNING_RATE = Option(
    "learning_rate",
    "Learning rate",
    "Size of one step of learning. Too small learns slowly, too large not at all; "
    "0.001 was the study's best.",
    1e-3,
    low=1e-9,
    high=10.0,
)
OPTIONS = (
    Option(
        "optimizer",
        "Optimizer",
        "How weights follow the error. Adam adapts its steps and was better in the study; AdamW "
        "is Adam meant for weight decay, which makes a difference from there on; Muon gives every "
        "direction of a layer's weights the same step and learns more per epoch, best at rates "
        "near 0.007 (wide dense layers make it slow); SGD takes plain steps and wants a larger "
        "rate, such as 0.05; RMSprop adapts like an older Adam.",
        "adam",
        choices=("adam", "adamw", "muon", "sgd", "rmsprop"),
        titles=("Adam", "AdamW", "Muon", "SGD", "RMSprop"),
        section=SECTION,
    ),
    Option(
        "momentum",
        "Momentum",
        "The share of the last step that is taken again, so that steps in one direction add up. "
        "0 takes each step for itself.",
        0.9,
        low=0,
        high=0.999,
        step=0.01,
        section=SECTION,
        only=(Only("optimizer", ("sgd",)),),
    ),
    Option(
        "nesterov",
        "Nesterov momentum",
        "Looks where momentum leads before it takes the step; mostly a little quicker.",
        False,
        section=SECTION,
        only=(Only("optimizer", ("sgd",)),),
    ),
    Option(
        "weight_decay",
        "Weight decay",
        "Pulls weights towards 0 at each step by this part of the learning rate, against learning "
        "by heart; biases and normalisation are left alone. It acts apart from the gradient "
        "(Loshchilov & Hutter 2019) with every optimizer; for plain SGD that is the same as an L2 "
        "penalty. 0 is none; with AdamW 0.01 to 0.1 is usual.",
        0.0,
        low=0,
        high=1,
        section=SECTION,
    ),
    Option(
        "clip_norm",
        "Gradient clipping",
        "Shortens a step whose gradient, over all weights together, is longer than this, so that "
        "one odd batch cannot throw the network off. 0 is none; 1 is usual.",
        0.0,
        low=0,
        high=1000,
        section=SECTION,
    ),
    Option(
        "ema_decay",
        "Averaged weights",
        "Answers come from a running average of the weights (exponential moving average), which "
        "is steadier than the weights of the last step. This is the share of the average that "
        "stays at each step, less at the start; 0 is none, 0.99 to 0.999 usual.",
        0.0,
        low=0,
        high=0.99999,
        section=SECTION,
    ),
    Option(
        "schedule",
        "Learning rate over time",
        "Constant keeps it. Cosine lets it sink to nothing towards the end, so that the last "
        "epochs settle instead of jumping about. On a plateau: lowers it when validation no "
        "longer improves.",
        "cosine",
        choices=(*SCHEDULES, PLATEAU),
        titles=("Constant", "Cosine", "Lower on a plateau"),
        section=SECTION,
    ),
    Option(
        "warm_up",
        "Warm-up",
        "Share of the whole training in which the learning rate rises from 0 to its full size, as "
        "first steps of full size can lead astray. 0 is none, 0.05 usual.",
        0.0,
        low=0,
        high=0.5,
        section=SECTION,
    ),
    Option(
        "plateau_factor",
        "Plateau: factor",
        "What the learning rate is multiplied by when validation no longer improves.",
        0.5,
        low=0.01,
        high=0.99,
        section=SECTION,
        only=(Only("schedule", (PLATEAU,)),),
    ),
    Option(
        "plateau_patience",
        "Plateau: patience",
        "Epochs without improvement after which the learning rate is lowered.",
        3,
        low=1,
        high=10_000,
        section=SECTION,
        only=(Only("schedule", (PLATEAU,)),),
    ),
    Option(
        "plateau_floor",
        "Plateau: floor",
        "The learning rate is not lowered below this; it must be less than the learning rate, or "
        "nothing could ever be lowered.",
        1e-6,
        low=0,
        high=1,
        section=SECTION,
        only=(Only("schedule", (PLATEAU,)),),
    ),
    Option(
        "seed",
        "Seed",
        "Start of all randomness: the same seed on the same machine gives the same run.",
        0,
        low=0,
        high=2**31 - 1,
        section=SECTION,
    ),
)
