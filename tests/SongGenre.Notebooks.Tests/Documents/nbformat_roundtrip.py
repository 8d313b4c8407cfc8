"""Reads every notebook of a folder with nbformat, validates it and writes it into another: roundtrip.py FROM TO."""
import os
import sys

import nbformat

source, target = sys.argv[1:]
for name in sorted(os.listdir(source)):
    notebook = nbformat.read(os.path.join(source, name), as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    with open(os.path.join(target, name), "w", encoding="utf-8", newline="\n") as file:
        nbformat.write(notebook, file)
