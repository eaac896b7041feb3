"""What templates may ask of this app's modules."""
