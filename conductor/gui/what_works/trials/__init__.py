"""Set up tests of guidance, and compare their blind pairs."""
