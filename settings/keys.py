"""Which keys there are at a place of the configuration. An app may be called as a key is: only the place tells."""

from inspect import isclass
from typing import Any, get_args, get_origin

from settings.model import Settings
from settings.text import Model, key_of


def model_at(path: tuple[str | int, ...]) -> type[Model]:
    """The model that says which keys there are below `path`, from the top of the configuration."""
    model: type[Model] = Settings
    keys = iter(path)
    for key in keys:
        annotation = next(field.annotation for name, field in model.model_fields.items() if key_of(name) == key)
        model = _model_in(annotation) or model
        if get_origin(annotation) is dict:
            next(keys, None)  # a name that somebody chose
    return model


def default_at(path: tuple[str | int, ...]) -> Any:
    """The value that the key at `path` has by default. None if it has none."""
    fields = {key_of(name): field for name, field in model_at(path[:-1]).model_fields.items()}
    field = fields[str(path[-1])]
    return None if field.is_required() else field.get_default(call_default_factory=True)


def _model_in(annotation: Any) -> type[Model] | None:
    """The model that `annotation` is, has in a mapping, or may be."""
    if isclass(annotation) and issubclass(annotation, Model):
        return annotation
    return next((found for each in get_args(annotation) if (found := _model_in(each))), None)
