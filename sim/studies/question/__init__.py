"""What is asked: options, what varies, where the points lie, and the plan of cases made of them."""
