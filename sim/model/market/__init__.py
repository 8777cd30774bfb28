"""What agents act on: geography, products, marketplaces, orders, escrow, reputation, news and levers."""
