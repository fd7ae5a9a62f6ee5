"""Hold the pure values and rules of conducting: no Qt, no files, no network, no clock."""
