"""What is known about the Sinch SMS REST API beyond its catalog: how its error texts read, and which of its rules the
sent request breaks. Nothing here is asked of the network."""
