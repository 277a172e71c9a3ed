"""The policy pack: an independent judge of what a program asks Pulumi to make."""
