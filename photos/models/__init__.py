"""The models of galleries, photos and their files."""

from photos.models.bin import BinnedFile
from photos.models.files import PhotoFile, PictureDigest
from photos.models.galleries import Gallery, Photo

__all__ = ["BinnedFile", "Gallery", "Photo", "PhotoFile", "PictureDigest"]
