"""Show what a revised answer changed, and ask whether it is better."""
