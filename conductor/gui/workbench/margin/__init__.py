"""Stand beside the answers: notes, the person's own draft, findings."""
