"""What the study prints of its networks."""

PARAMETERS = {
    "cnn-1": (26_217_730, None),
    "cnn-2": (102_402, 103_652),
    "cnn-3": (16_245_077, 16_245_977),
    "cnn-4": (120_706, 122_306),
    "cnn-5": (9_006_818, 9_007_394),
    "rnn-1": (754_882, None),
    "fcnn-1": (82_946, None),
    "fcnn-2": (42_942, None),
}
"""With one grey channel and with three; None where the study gives no such count."""

DRAWN = {"rnn-1": 723_650, "fcnn-1": 67_330, "fcnn-2": 27_326}
"""With 3 numbers a row, as the study pictures the networks that read rows."""

FLATTENED = {"cnn-1": 102_400, "cnn-2": 280, "cnn-4": 64, "cnn-5": 512, "rnn-1": 8_192}
"""How many numbers reach the dense layers."""
