"""The nodes of the graph, one file each: state in, partial update out, services from the context."""
