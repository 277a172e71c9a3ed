"""What a stack was before this update."""

import pulumi

import settings
from components.place import Place
from program.shared import take
from program.stack import full_name, outputs


def settled(config: settings.Settings, place: Place) -> settings.Settings:
    """`config` with what the stack `sharedFrom` shares, if this stack, as it is, can become that.

    Raises ConfigurationError for what it cannot become, and ValueError for a stack that cannot be read.
    """
    before = outputs(full_name(pulumi.get_stack()))
    settings.check_changes(config, before)
    taken = take(config, place)
    settings.check_parts(taken, before)
    return taken
