"""`pulumi-resource-aws` for the sandbox: the project's AWS types over boto3, as the official provider shows them."""
