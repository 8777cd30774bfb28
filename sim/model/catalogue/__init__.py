"""What the model is made of: countries, products, channels of delivery, facilitators, ways; one row a member."""
