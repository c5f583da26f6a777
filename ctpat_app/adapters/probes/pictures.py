"""Pictures: drawn anew from their dots, so that nothing else of the file is kept, neither places nor hidden code."""

import resource
import warnings
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageOps, JpegImagePlugin, UnidentifiedImageError

from ctpat_app.adapters.probes.found import MEMORY_FOR_PICTURES, Refused, say

MEGAPIXELS: Final = 50
_FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP", "TIFF")
_PHOTOGRAPHS: Final = frozenset({"JPEG", "MPO", "WEBP", "TIFF"})
_OF_COLOURS: Final = frozenset({"L", "RGB", "CMYK", "YCbCr"})
_OF_CAMERAS: Final = frozenset({"JPEG", "MPO"})
"""Several pictures in one of these are one picture and its small copies."""
_FAULTS: Final = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError)
"""What the library raises for files that are cut off or made up."""


def look(file: Path, copy: Path) -> None:
    """Write the picture anew to ``copy``: photographs as JPEG, all others as PNG.

    Raises:
        Refused: ``upload.picture-too-large`` (``limit``), ``upload.many-pages``, ``upload.damaged``.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_FOR_PICTURES, MEMORY_FOR_PICTURES))
    Image.MAX_IMAGE_PIXELS = MEGAPIXELS * 1_000_000
    # At once and a half the library only warns; one limit is enough.
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(file, formats=_FORMATS) as picture:
            if picture.format not in _OF_CAMERAS and getattr(picture, "n_frames", 1) > 1:
                raise Refused("upload.many-pages")
            say(type=_redrawn(picture, copy), state="not-read", copied=True)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise Refused("upload.picture-too-large", limit=MEGAPIXELS) from error
    except UnidentifiedImageError as error:
        raise Refused("upload.damaged") from error
    except _FAULTS as error:
        raise Refused("upload.damaged") from error


def _redrawn(picture: Image.Image, copy: Path) -> str:
    upright: Image.Image = ImageOps.exif_transpose(picture)
    is_clear = "A" in upright.getbands() or "transparency" in upright.info
    if picture.format in _PHOTOGRAPHS and not is_clear and upright.mode in _OF_COLOURS:
        plain = _plain(upright if upright.mode in {"L", "RGB"} else upright.convert("RGB"))
        plain.save(copy, "JPEG", **_fineness(picture))
        return "jpg"
    if upright.mode not in {"1", "L", "LA", "I;16", "P", "RGB", "RGBA"}:
        upright = upright.convert("RGBA" if is_clear else "RGB")
    _plain(upright).save(copy, "PNG")
    return "png"


def _fineness(picture: Image.Image) -> dict[str, Any]:
    """Return how finely to write a photograph: as it was, where it is told, so that it grows and loses as little."""
    if isinstance(picture, JpegImagePlugin.JpegImageFile) and picture.mode in {"L", "RGB"}:
        return {"qtables": picture.quantization, "subsampling": JpegImagePlugin.get_sampling(picture)}
    return {"quality": 90}


def _plain(picture: Image.Image) -> Image.Image:
    """Take away what came with the dots: comments, places, thumbnails, colour profiles."""
    kept = {name: value for name, value in picture.info.items() if name == "transparency"}
    picture.info.clear()
    picture.info.update(kept)
    return picture
