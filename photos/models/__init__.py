"""The models of galleries, photos and their files."""

from photos.models.bin import BinnedFile
from photos.models.galleries import Gallery, Photo, PhotoFile, PictureDigest

__all__ = ["BinnedFile", "Gallery", "Photo", "PhotoFile", "PictureDigest"]
