"""What was found, shown: on the raw page in a terminal (`look`) or a browser (`report`), and why (`explain`)."""
