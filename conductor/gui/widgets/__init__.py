"""Offer parts that know nothing of Conductor's work: labels, buttons, notices, panes."""
