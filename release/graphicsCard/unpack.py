"""Faces from pack.ts's sheets, one after another: CARD/training/pixels.u8 and CARD/public/pixels.u8."""
import glob, os, sys
import numpy as np
from PIL import Image

Image.MAX_IMAGE_PIXELS = None
for part in ("training", "public"):
    folder = f"{sys.argv[1]}/{part}"
    count = os.path.getsize(f"{folder}/labels.u8")
    sheets = [np.asarray(Image.open(f).convert("L")) for f in sorted(glob.glob(f"{folder}/*.webp"))]
    faces = np.concatenate([s.reshape(64, 48, 64, 48).transpose(0, 2, 1, 3).reshape(-1, 48, 48) for s in sheets])
    faces[:count].tofile(f"{folder}/pixels.u8")
