"""The operator's command for split pipelines."""
