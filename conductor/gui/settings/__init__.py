"""Choose how Conductor looks and behaves."""
