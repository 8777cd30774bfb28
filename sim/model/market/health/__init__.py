"""What drugs do to users: doses, dangerous batches, and the parameters of both."""
