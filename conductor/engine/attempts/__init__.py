"""Make one attempt at an answer: ask, listen, take keys out, repair, try again, give up."""
