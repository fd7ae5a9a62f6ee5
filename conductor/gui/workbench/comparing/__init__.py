"""Read answers against each other: two side by side, or all on one page."""
