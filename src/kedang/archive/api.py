"""The archive's doors."""

from kedang.archive.api_lists import router

__all__ = ["router"]
