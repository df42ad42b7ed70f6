"""The walks through the whole of it, and the storm."""
