# SPDX-License-Identifier: EUPL-1.2
"""A broken schema rule in plain words, which come from the schema and never from the value."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pgaref.language import _, marked
from pgaref.storage.problems import Path

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_LISTED = 12
_TYPES = {
    "string": marked("must be text"),
    "integer": marked("must be a whole number"),
    "boolean": marked("must be true or false"),
    "array": marked("must be a list"),
    "object": marked("must be a group of fields"),
}
_FORMATS = {
    "date": marked("must be a calendar date, YYYY-MM-DD"),
    "time": marked("must be a time in UTC, YYYY-MM-DDTHH:MM:SSZ"),
}
_WORDS = {
    "maxItems": marked("must have at most {n} items"),
    "maxLength": marked("must have at most {n} characters"),
    "maxProperties": marked("must have at most {n} fields"),
    "maximum": marked("must be at most {n}"),
    "minItems": marked("must have at least {n} items"),
    "minLength": marked("must have at least {n} characters"),
    "minProperties": marked("must have at least {n} fields"),
    "minimum": marked("must be at least {n}"),
    "not": marked("does not belong here"),
    "pattern": marked("is not in the form that is asked"),
    "propertyNames": marked("has a field that is not named as is asked"),
    "uniqueItems": marked("has the same item twice"),
}
_EMPTY = frozenset(("minItems", "minLength", "minProperties"))


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule: the JSON Schema `keyword`, where it broke, and how to say so.

    `path` finds the line (of a field that should not be there); `shown` is the path to print, where
    the last step of `path` is not the schema's and so may be content.
    """

    keyword: str
    path: Path
    rule: str
    shown: Path | None = None

    @property
    def said(self) -> tuple[Path, str]:
        """The path to print, and the rule in words."""
        return (self.path if self.shown is None else self.shown), self.rule

    @property
    def is_schema_name(self) -> bool:
        """Whether the document says that it is of another schema."""
        return self.keyword == "const" and self.path == ("schema",)


def findings(error: ValidationError) -> Iterator[Finding]:
    """The findings that one error of jsonschema stands for."""
    path: Path = tuple(error.absolute_path)
    keyword = str(error.validator)
    instance: Any = error.instance
    schema: Any = error.schema
    wanted: Any = error.validator_value
    if keyword == "required":
        for name in wanted:
            if name not in instance:
                yield Finding(keyword, (*path, name), _("is missing"))
    elif keyword == "additionalProperties":
        for name in _unknown(instance, schema):
            yield Finding(keyword, (*path, name), _unknown_rule(name, schema), shown=path)
    else:
        yield Finding(keyword, path, _rule(keyword, wanted, instance))


def unique_items(
    _validator: object, wanted: object, instance: object, _schema: object
) -> Iterator[ValidationError]:
    """`uniqueItems` in linear time, where jsonschema compares every pair of groups of fields."""
    from jsonschema.exceptions import ValidationError

    if wanted is True and isinstance(instance, list):
        texts = {json.dumps(item, sort_keys=True) for item in instance}
        if len(texts) < len(instance):
            yield ValidationError(_("an item stands here twice"))


def _rule(keyword: str, wanted: Any, instance: object) -> str:
    """The rule in words; of `instance` only its type is looked at."""
    if keyword == "type":
        quotes = wanted == "string" and isinstance(instance, int)
        said = _(_TYPES.get(str(wanted), marked("is of a wrong type")))
        return _("{rule}; put it in quotes", rule=said) if quotes else said
    if keyword == "enum":
        return _("must be one of {words}", words=_listed([str(each) for each in wanted]))
    if keyword == "const":
        return _("must be {wanted}", wanted=wanted)
    if keyword == "format":
        return _(_FORMATS.get(str(wanted), marked("is not in the form that is asked")))
    if keyword in _EMPTY and wanted == 1:
        return _("must not be empty")
    return _(_WORDS.get(keyword, marked("is not as its schema asks")), n=wanted)


def _unknown(instance: Mapping[str, object], schema: Mapping[str, Any]) -> list[str]:
    """The fields of `instance` that `schema` does not know."""
    patterns = [re.compile(pattern) for pattern in schema.get("patternProperties", ())]
    known = schema.get("properties", {})
    return [
        name
        for name in instance
        if name not in known and not any(pattern.search(name) for pattern in patterns)
    ]


def _unknown_rule(name: str, schema: Mapping[str, Any]) -> str:
    from difflib import get_close_matches

    known = list(schema.get("properties", ()))
    near = get_close_matches(name, known, n=1)
    if near:
        return _("unknown field, nearest is {near}", near=near[0])
    if known:
        return _("unknown field, known are {names}", names=_listed(known))
    return _("unknown field")


def _listed(words: list[str]) -> str:
    listed = ", ".join(words[:_LISTED])
    return _("{names} and more", names=listed) if len(words) > _LISTED else listed
