"""Show the workspace in a window; the only place that knows Qt."""
