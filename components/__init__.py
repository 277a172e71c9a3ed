"""Pulumi components, and beside them the pure builders of the documents that they hand to AWS."""
