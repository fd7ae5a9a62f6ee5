"""Pass answers on to another assistant as material, and read what it says of them."""
