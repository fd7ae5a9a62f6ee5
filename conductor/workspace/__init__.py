"""Offer everything the person can do, to the window and the command line alike."""
