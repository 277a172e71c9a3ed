"""Everything that must hold. Rooms as in the project; `project` is the whole, by the real Pulumi CLI."""
