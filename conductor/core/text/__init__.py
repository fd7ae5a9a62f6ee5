"""Work on words in linear time: find them again, make them visible, match what is typed."""
