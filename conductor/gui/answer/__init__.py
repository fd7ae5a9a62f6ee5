"""Show one answer: read, select, copy, mark; nothing is ever loaded or followed."""
