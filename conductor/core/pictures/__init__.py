"""Draw evidence as SVG, once for window, HTML and PDF; colours come from whoever shows it."""
