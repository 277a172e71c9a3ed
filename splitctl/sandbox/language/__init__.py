"""A Python language host for a Pulumi CLI that came without one. Serves LanguageRuntime over gRPC."""

EXEC_VARIABLE = "SPLIT_PIPELINES_LANGUAGE_EXEC"
"""Tells the host where the SDK's script that runs programs is."""
