"""`splitctl report`: what the policy pack finds in a stack, for those who review a change."""
