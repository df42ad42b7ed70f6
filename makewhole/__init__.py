"""makewhole turns a parcel complaint in public into a fair, explained, paid and provable settlement."""

__version__ = "0.1.0"
