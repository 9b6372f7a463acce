"""Options of what the training makes small, and how much each label's scans count."""

from mlcore.train.option import Only, Option

SECTION = "Loss & weights"
BALANCED = ("inverse", "effective")

OPTIONS = (
    Option(
        "loss",
        "Loss",
        "What training makes small. Binary cross-entropy is the usual choice. Categorical goes "
        "with two-unit softmax outputs, where it is the same number: the binary one of the "
        "difference of the two units. Focal (Lin et al. 2017) lets easy answers count less. "
        "Asymmetric (Ridnik et al. 2021) does so for absent labels above all, which suits rare "
        "findings. Unknown labels never count.",
        "binary",
        choices=("binary", "categorical", "focal", "asymmetric"),
        titles=(
            "Binary cross-entropy",
            "Categorical cross-entropy",
            "Focal",
            "Asymmetric",
        ),
        section=SECTION,
    ),
    Option(
        "focal_gamma",
        "Focal: gamma",
        "How much less easy answers count: an answer that is right with probability p counts "
        "(1 - p) to this power. 0 is plain cross-entropy.",
        2.0,
        low=0,
        high=10,
        section=SECTION,
        only=(Only("loss", ("focal",)),),
    ),
    Option(
        "gamma_present",
        "Asymmetric: gamma of present labels",
        "How much less easy answers count where the label is present; 0 counts all alike.",
        0.0,
        low=0,
        high=10,
        section=SECTION,
        only=(Only("loss", ("asymmetric",)),),
    ),
    Option(
        "gamma_absent",
        "Asymmetric: gamma of absent labels",
        "The same where the label is absent; more than for present labels.",
        4.0,
        low=0,
        high=10,
        section=SECTION,
        only=(Only("loss", ("asymmetric",)),),
    ),
    Option(
        "probability_shift",
        "Asymmetric: shift",
        "So much is taken off the probability of an absent label; one that is below counts as "
        "learnt, and a wrong label weighs less.",
        0.05,
        low=0,
        high=0.5,
        section=SECTION,
        only=(Only("loss", ("asymmetric",)),),
    ),
    Option(
        "class_weights",
        "Class weights",
        "Lets the rarer answer of each label count more. Inverse frequency: present and absent "
        "scans count the same in sum. Effective number (Cui et al. 2019): less extreme, as scans "
        "of one kind tell less and less that is new. The mean weight of a label's scans is 1. "
        "(The study used the counts themselves, which favours the commoner answer.)",
        "none",
        choices=("none", *BALANCED),
        titles=("None", "Inverse frequency", "Effective number"),
        section=SECTION,
    ),
    Option(
        "weight_power",
        "Class weights: strength",
        "1 takes the weights whole, 0.5 their square root, 0 none of them.",
        1.0,
        low=0,
        high=1,
        section=SECTION,
        only=(Only("class_weights"),),
    ),
    Option(
        "effective_beta",
        "Effective number: beta",
        "How slowly scans of one kind stop telling something new: n of them count for "
        "(1 - beta^n) / (1 - beta). Near 1 it is inverse frequency, at 0 no weighting.",
        0.999,
        low=0,
        high=0.999999,
        step=0.0001,
        section=SECTION,
        only=(Only("class_weights", ("effective",)),),
    ),
    Option(
        "label_smoothing",
        "Label smoothing",
        "Teaches probabilities a little away from 0 and 1: with 0.1 the labels become 0.05 and "
        "0.95, so that a wrong label does less harm. 0 is none.",
        0.0,
        low=0,
        high=0.5,
        section=SECTION,
    ),
)
