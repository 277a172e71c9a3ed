"""The embedded AWS: moto's server in a process of its own, corrected where it differs from AWS."""
