"""A Python language host for a Pulumi CLI that came without one. Serves LanguageRuntime over gRPC."""
