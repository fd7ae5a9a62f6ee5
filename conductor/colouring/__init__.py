"""Tell the words of code apart; runs where it can be killed, and is the only user of Pygments."""
