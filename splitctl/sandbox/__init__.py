"""Everything the project does, with no AWS account, no Pulumi account and no network."""
