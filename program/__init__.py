"""How settings become components: what the program itself decides."""
