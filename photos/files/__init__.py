"""Stored files of photos: checked uploads, kept as delivered, and image sizes."""
