"""Pictures of many kinds, and what Pillow makes of them: cropped, and resized to 32x32 by its BOX filter.

    python make_crop_golden.py        (Pillow, numpy and scikit-image; made with Pillow 13.0.0)

Writes crops/NAME; crops.json: for each file and crop (0: the largest centred square), 32*32*3 bytes in base64; and
jpeg-pixels.json: the sha256 of every pixel of each JPEG file, as RGB.
"""

import base64
import hashlib
import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps
from skimage import data

here = Path(__file__).parent
out = here / "crops"
out.mkdir(exist_ok=True)
for old in out.iterdir():
    old.unlink()

photo = Image.fromarray(data.astronaut()).crop((100, 0, 340, 301)).resize((178, 218), Image.LANCZOS)
other = Image.fromarray(data.coffee()).crop((150, 50, 450, 350)).resize((121, 97), Image.LANCZOS)
grey = photo.convert("L")

photo.save(out / "420.jpg", quality=75)
photo.save(out / "422.jpg", subsampling=1, quality=85)
photo.save(out / "444.jpg", subsampling=0, quality=85)
photo.save(out / "fine-optimized.jpg", quality=97, optimize=True)
photo.save(out / "restarts.jpg", restart_marker_blocks=3)
photo.save(out / "progressive.jpg", progressive=True)
grey.save(out / "grey.jpg")
other.crop((0, 0, 17, 19)).save(out / "tiny.jpg")
other.crop((0, 0, 3, 5)).save(out / "tinier.jpg")
for orientation in range(2, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    other.save(out / f"exif-{orientation}.jpg", exif=exif)
other.save(out / "rgb.png")
other.quantize(12).save(out / "palette-4-bits.png", bits=4)
other.quantize(16).save(out / "palette-transparent.png", transparency=3)
other.convert("1").save(out / "one-bit.png")
grey.save(out / "grey-transparent.png", transparency=100)
ramp = Image.fromarray((np.add.outer(np.arange(97), 2 * np.arange(121)) % 256).astype("uint8"))
rgba = other.copy()
rgba.putalpha(ramp)
rgba.save(out / "rgba.png")
rgba.convert("LA").save(out / "grey-alpha.png")
rgba.save(out / "rgba.webp", lossless=True)
other.save(out / "lossy.webp")
Image.fromarray(np.asarray(other.convert("L")).astype("uint16") * 257).save(out / "16-bits.png")
other.save(out / "rgb.ppm")
other.convert("L").save(out / "grey.pgm")


def flat(path: Path) -> Image.Image:
    """Upright, 8 bits, RGB, on white."""
    image = ImageOps.exif_transpose(Image.open(path))
    if image.mode.startswith("I"):
        image = Image.fromarray((np.asarray(image) / 257).round().astype("uint8"))
    if "transparency" in image.info or image.mode in ("RGBA", "LA"):
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, (255, 255, 255, 255)), image)
    return image.convert("RGB")


expected = []
for path in sorted(out.iterdir()):
    image = flat(path)
    for crop in (0, 90):
        side = min(crop or 10**9, *image.size)
        left, top = (image.width - side) // 2, (image.height - side) // 2
        square = image.crop((left, top, left + side, top + side)).resize((32, 32), Image.BOX)
        expected.append({"file": path.name, "crop": crop, "pixels": base64.b64encode(square.tobytes()).decode()})
(here / "crops.json").write_text(json.dumps(expected, indent=0) + "\n")

# JPEG files whole, as stored: their decoding is exact, not only close.
exact = {}
for path in sorted(out.glob("*.jpg")):
    exact[path.name] = hashlib.sha256(Image.open(path).convert("RGB").tobytes()).hexdigest()
(here / "jpeg-pixels.json").write_text(json.dumps(exact, indent=0) + "\n")
