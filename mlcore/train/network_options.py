"""Options of what is trained, and on what."""

from mlcore.augment import library
from mlcore.augment.presets import PRESETS
from mlcore.models import heads, registry
from mlcore.train.option import Only, Option

SECTION = "Network & data"
AS_STORED = 0

MODEL = Option(
    "model",
    "Network",
    "Which of the networks to train; the Architectures page shows what each is made of.",
    "scan-net",
    choices=tuple(network.name for network in registry.NETWORKS),
    titles=tuple(network.title for network in registry.NETWORKS),
)
AUGMENTATION = Option(
    "augmentation",
    "Augmentation",
    "Random changes of training scans, so that the network does not learn them by heart: a "
    "ready-made recipe, one you saved, or (on the command line) a file ending with .yaml. "
    "Validation and test scans always stay as they are.",
    "none",
    choices=tuple(preset.name for preset in PRESETS),
    titles=tuple(preset.title for preset in PRESETS),
    more=library.names,
    say=library.title_of,
)
OPTIONS = (
    Option(
        "side",
        "Side in pixels",
        "The network sees scans of this size. They are resized inside it: made smaller by the "
        "mean of the area each new pixel covers, larger by smooth curves through them (bicubic). "
        "0, as stored, changes nothing.",
        AS_STORED,
        choices=(AS_STORED, 32, 64, 128, 224),
        titles=("As stored", "32×32", "64×64", "128×128", "224×224"),
        section=SECTION,
    ),
    Option(
        "channels",
        "Colour",
        "How many numbers a pixel has for the network: 1, its brightness, or 3, red, green and "
        "blue (of a grey scan three times the same). 0, as stored, changes nothing.",
        AS_STORED,
        choices=(AS_STORED, 1, 3),
        titles=("As stored", "1, grey", "3, colour"),
        section=SECTION,
    ),
    Option(
        "augmented_copies",
        "Fixed augmented copies",
        "0 changes every scan anew in each epoch. From 1 on, as in the study: the scans stay, and "
        "so many changed copies of each, the same in every epoch, are added to them.",
        0,
        low=0,
        high=100,
        section=SECTION,
        only=(Only("augmentation"),),
    ),
    Option(
        "sharing",
        "Networks",
        " ".join(f"{choice.title}: {choice.help}" for choice in heads.SHARING),
        "shared",
        choices=tuple(choice.name for choice in heads.SHARING),
        titles=tuple(choice.title for choice in heads.SHARING),
        section=SECTION,
    ),
    Option(
        "head",
        "Output layer",
        " ".join(f"{choice.title}: {choice.help}" for choice in heads.HEADS),
        "sigmoid",
        choices=tuple(choice.name for choice in heads.HEADS),
        titles=tuple(choice.title for choice in heads.HEADS),
        section=SECTION,
    ),
    Option(
        "weights",
        "Weights at first",
        "Ready-made networks, such as DenseNet-121, can start from what they learnt on ImageNet, a "
        "million photographs, which takes fewer scans and epochs; the file is fetched once, and "
        "without a network the start is random. Other networks always start at random.",
        "imagenet",
        choices=("imagenet", "random"),
        titles=("ImageNet, where it can be had", "Random"),
        section=SECTION,
    ),
    Option(
        "dropout",
        "Dropout, times the network's own",
        "Dropout leaves out random units at each step, so that none is relied on alone. 1 keeps "
        "each layer's rate as the network has it, 0 switches it off, 2 doubles it (to .9 at "
        "most). A network without dropout stays without.",
        1.0,
        low=0,
        high=4,
        section=SECTION,
    ),
    Option(
        "precision",
        "Number format",
        "How exactly the network calculates. Automatic takes the quick bfloat16 where the "
        "processor is made for it, and float32 elsewhere.",
        "auto",
        choices=("auto", "float32", "mixed_bfloat16"),
        titles=("Automatic", "float32", "mixed bfloat16"),
        section=SECTION,
    ),
)
