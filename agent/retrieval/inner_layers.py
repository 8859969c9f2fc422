"""The inner layers of the sentence model, made visible without another file.

The last layer is trained to put texts of one meaning side by side, and so forgets most of how something was said:
whether it was done or talked about, whether it is bounded or merely sure. The layers below still hold it.
"""

from __future__ import annotations

INNER = (
    "/m/embeddings/LayerNorm/LayerNormalization_output_0",
    *(f"/m/encoder/layer.{layer}/output/LayerNorm/LayerNormalization_output_0" for layer in range(5)),
)
"""The outputs of all layers below the last, from the words themselves upwards, as the model's graph calls them."""
_GRAPH, _OUTPUT, _NAME = 7, 12, 1
"""Numbers of fields in ONNX's messages: ModelProto.graph, GraphProto.output, ValueInfoProto.name."""


def with_inner_layers(model: bytes) -> bytes:
    """An ONNX model that also gives INNER; what it gave before stays the same to the bit.

    Protocol buffers put together are one message with the lists of both, so that outputs can be added behind a model
    without a library that writes such files.
    """
    outputs = b"".join(_field(_OUTPUT, _field(_NAME, name.encode())) for name in INNER)
    return model + _field(_GRAPH, outputs)


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
