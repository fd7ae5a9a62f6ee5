"""Tell whether guidance helps: the statistics, pure, exact where a verdict depends on them."""
