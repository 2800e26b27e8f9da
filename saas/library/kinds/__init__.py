"""What can be published: one content class for each kind of piece, and one `KindSpec` that says how the kind is treated."""
