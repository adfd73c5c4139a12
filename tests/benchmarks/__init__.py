"""What the package costs and how well it does, measured on pages that are made up here."""
