"""Pages, fragments, strips and e-mail blocks, rendered on the server from one set of design tokens."""
