"""`splitctl explain`: what a lifecycle policy does to images that are in use."""
