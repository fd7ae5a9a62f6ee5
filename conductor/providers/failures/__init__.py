"""Say what went wrong with a service, in sentences that tell what to do."""
