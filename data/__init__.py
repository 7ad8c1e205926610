"""What comes in: published files are read into plain tables, and what people earn and do is kept as records."""
