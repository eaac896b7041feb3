"""Stored files of photos: uploads are checked and kept as delivered; image sizes are created when they are stored."""
