"""What is done with requests, from the first call to a yes or a no."""
