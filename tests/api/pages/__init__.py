"""What a person sees in a browser or an e-mail."""
