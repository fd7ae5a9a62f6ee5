"""The parts that pages are made of; each tells the world only through the workspace or a signal."""
