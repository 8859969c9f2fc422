"""Markdown with YAML front matter, parsed so that an error can always name its file and line."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any, TypeVar

from agent.errors import KnowledgeError

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from yaml import Node

T = TypeVar("T")
Location = Sequence[str | int]
_FENCE = "---"
_TOP_LEVEL_KEY = re.compile(r"^([a-z_]+):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: `data` is the front matter, `body` the Markdown after it.

    `name` is what errors call the file; `first_line` is the line (from 1) on which the YAML begins, `body_line`
    that of the body.
    """

    name: str
    data: Any
    body: str
    first_line: int
    body_line: int
    node: Node | None

    def line(self, location: Location = ()) -> int:
        """The line of a value in the front matter; of the nearest parent that exists where it does not."""
        if self.node is None:
            return self.first_line
        return _descend(self.node, location) + self.first_line

    def error(self, what: str, location: Location = ()) -> KnowledgeError:
        """A KnowledgeError that names this file and the line of `location`."""
        return KnowledgeError(f"{self.name}:{self.line(location)}: {what}")


def parse(text: str, name: str, *, bare_yaml: bool = False) -> Document:
    """Parse a file's text; with `bare_yaml` the whole of it is YAML and there is no body.

    Raises:
        KnowledgeError: no front matter, broken YAML, or a key given twice.
    """
    if bare_yaml:
        return _parse_yaml(text, name, body="", first_line=1, body_line=1)
    lines = text.lstrip("\ufeff").splitlines()
    if not lines or lines[0].rstrip() != _FENCE:
        raise KnowledgeError(f"{name}:1: a file begins with '---', then YAML, then '---' again")
    for end, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            body = "\n".join(lines[end + 1 :])
            skipped = len(body) - len(body.lstrip())
            body_line = end + 2 + body[:skipped].count("\n")
            return _parse_yaml("\n".join(lines[1:end]), name, body.strip(), first_line=2, body_line=body_line)
    raise KnowledgeError(f"{name}:1: the front matter that begins here is never closed by '---'")


def read(path: Traversable, name: str) -> Document:
    """Read and parse a file. Raises KnowledgeError where it can't be read, decoded or parsed."""
    return parse(read_text(path, name), name, bare_yaml=path.name.endswith((".yaml", ".yml")))


def read_text(path: Traversable, name: str) -> str:
    """A file's text. Raises KnowledgeError where it can't be read or is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{name}:1: not UTF-8 (byte {error.start})") from None
    except OSError as error:
        raise KnowledgeError(f"{name}:1: can't be read ({error.strerror or type(error).__name__})") from None


def top_level(text: str, keys: Collection[str]) -> str:
    """The YAML of some top-level keys of a file's front matter, cut out without parsing the rest."""
    _, _, rest = text.partition(f"{_FENCE}\n")
    front = rest.partition(f"\n{_FENCE}")[0] + "\n"
    starts = list(_TOP_LEVEL_KEY.finditer(front))
    ends = [match.start() for match in starts[1:]] + [len(front)]
    return "".join(front[m.start() : end] for m, end in zip(starts, ends, strict=True) if m[1] in keys)


def validated(document: Document, kind: type[T], **from_body: str) -> T:
    """The document as a value of `kind`; `from_body` holds the fields that the body gives.

    Raises:
        KnowledgeError: a key is missing, unknown or of the wrong type; names the line of the first such.
    """
    data = document.data
    if not isinstance(data, Mapping):
        raise document.error("the front matter is not a list of 'key: value' pairs")
    for field in from_body:
        if field in data:
            raise document.error(f"{field}: belongs into the body, not into the front matter", [field])
    return _validated(document, kind, {**data, **from_body}, [])


def validated_list(document: Document, kind: type[T]) -> list[T]:
    """The document, a list of things, as values of `kind`. Raises KnowledgeError like `validated`."""
    if not isinstance(document.data, list):
        raise document.error("is not a list")
    return [_validated(document, kind, item, [position]) for position, item in enumerate(document.data)]


def _validated(document: Document, kind: type[T], data: object, base: list[str | int]) -> T:
    from pydantic import ValidationError

    try:
        value: T = _adapter(kind).validate_python(data)  # type: ignore[arg-type]  # a dataclass is hashable
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        location = [*base, *first["loc"]]
        raise document.error(_said(first["type"], first["msg"], location), location) from None
    return value


@functools.cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """The validator of a type; building one takes milliseconds, so each is built at its first use."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def _said(kind: str, message: str, location: Location) -> str:
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
    if kind == "unexpected_keyword_argument":
        return f"{where}: unknown key"
    if kind == "missing":
        return f"{where}: is missing"
    return f"{where}: {message[0].lower()}{message[1:]}"


def _parse_yaml(text: str, name: str, body: str, *, first_line: int, body_line: int) -> Document:
    import yaml

    loader = yaml.CSafeLoader(text)
    try:
        node = loader.get_single_node()
        document = Document(name, None, body, first_line, body_line, node)
        if node is None:
            raise document.error("the front matter is empty")
        _refuse_repeated_keys(document, node)
        data = loader.construct_document(node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        problem = getattr(error, "problem", None) or "not valid YAML"
        raise KnowledgeError(f"{name}:{line}: YAML: {problem}") from None
    finally:
        loader.dispose()
    return Document(name, data, body, first_line, body_line, node)


def _refuse_repeated_keys(document: Document, node: Node) -> None:
    for mapping in _mappings(node):
        seen: set[str] = set()
        for key, _ in mapping.value:
            if key.value in seen:
                line = key.start_mark.line + document.first_line
                raise KnowledgeError(f"{document.name}:{line}: {key.value}: given twice")
            if isinstance(key.value, str):
                seen.add(key.value)


def _mappings(node: Any) -> Iterator[Any]:  # types-PyYAML leaves out Node.id
    if node.id == "mapping":
        yield node
        children = [value for _, value in node.value]
    else:
        children = node.value if node.id == "sequence" else []
    for child in children:
        yield from _mappings(child)


def _descend(node: Any, location: Location) -> int:  # as above
    """The line (from 0) of the deepest node that `location` reaches."""
    line = int(node.start_mark.line)
    for part in location:
        if node.id == "mapping":
            found = next(((k, v) for k, v in node.value if k.value == str(part)), None)
        elif node.id == "sequence" and isinstance(part, int) and part < len(node.value):
            found = (node.value[part], node.value[part])
        else:
            found = None
        if found is None:
            break
        line, node = int(found[0].start_mark.line), found[1]
    return line
