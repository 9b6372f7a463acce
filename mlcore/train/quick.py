"""The same network, computed in an order that touches fewer numbers. Worker only.

A convolution with ReLU before a max pool is computed as convolution, pool, bias, ReLU: adding the
same number to all and cutting at 0 never change which value is the largest, so the answers are
equal to the last digit, and both and their gradients touch a fourth to a twenty-fifth of the
numbers. Convolutions of many channels multiply less often (`mlcore.train.convolution`).
"""

import keras
import tensorflow as tf
from keras import layers as kl
from keras import ops

from mlcore.train import convolution, normalisation

Tensor = keras.KerasTensor


def quickened(model: keras.Model) -> keras.Model:
    """A model of the very same layers, weights and randomness; to learn with, not to save."""
    changed: dict[keras.Layer, keras.Layer] = {}
    for conv, pool in _pools(model).items():
        changed[conv] = _Linear(conv, convolution.quicker(conv) or conv.convolution_op)
        changed[pool] = _PoolThenActivate(pool, conv)
    for layer in model._flatten_layers(include_self=False):
        if normalisation.fits(layer):
            changed[layer] = normalisation.OneOperation(layer)
        elif layer not in changed and (convolve := convolution.quicker(layer)):
            changed[layer] = _Convolution(layer, convolve)
    if not changed:
        return model
    return keras.models.clone_model(
        model, clone_function=lambda layer: changed.get(layer, layer), recursive=True
    )


class _Linear(kl.Layer):
    """A convolution without its bias and activation."""

    def __init__(self, conv: kl.Conv2D, convolve: convolution.Convolution) -> None:
        super().__init__(dtype=conv.dtype_policy, name=f"{conv.name}_linear")
        self.conv, self.convolve = conv, convolve

    def call(self, x: Tensor) -> Tensor:
        return self.convolve(x, tf.convert_to_tensor(self.conv.kernel))


class _Convolution(_Linear):
    """A convolution, bias and activation and all."""

    def call(self, x: Tensor) -> Tensor:
        answer = super().call(x)
        if self.conv.use_bias:
            answer = ops.add(answer, self.conv.bias)
        return self.conv.activation(answer)


class _PoolThenActivate(kl.Layer):
    """A max pool, and what is left of the convolution before it."""

    def __init__(self, pool: kl.MaxPooling2D, conv: kl.Conv2D) -> None:
        super().__init__(dtype=conv.dtype_policy, name=f"{pool.name}_activated")
        self.pool, self.conv = pool, conv

    def call(self, x: Tensor) -> Tensor:
        return ops.relu(ops.add(self.pool(x), self.conv.bias))


def _pools(model: keras.Model) -> dict[kl.Conv2D, kl.MaxPooling2D]:
    """Each convolution with bias and ReLU whose answer goes to a max pool and nowhere else."""
    takers: dict[int, list[keras.Operation]] = {}
    for operation in model.operations:
        if not isinstance(operation, kl.InputLayer):
            for tensor in keras.tree.flatten(operation.input):
                takers.setdefault(id(tensor), []).append(operation)
    return {
        layer: after[0]
        for layer in model.layers
        if _can_wait(layer)
        and len(after := takers.get(id(layer.output), [])) == 1
        and type(after[0]) is kl.MaxPooling2D
    }


def _can_wait(layer: keras.Layer) -> bool:
    return (
        type(layer) is kl.Conv2D and layer.use_bias and layer.activation is keras.activations.relu
    )
