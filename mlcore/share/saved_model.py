"""``model.keras`` to TensorFlow's SavedModel; a program of its own, as it needs TensorFlow."""

import sys

from mlcore.train import starting


def main(source: str, folder: str) -> None:
    starting.import_tensorflow()
    import keras

    keras.saving.load_model(source).export(folder, format="tf_saved_model", verbose=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
    starting.leave()
