"""axe-core, byte for byte as its makers publish it. The package that carries it is data: none of its code runs."""

import hashlib
from functools import cache
from importlib.resources import files

VERSION = "4.12.1"
SHA256 = "66a8aaa95a8b044a7fd74a5435873bf04ff65a1ca75567c921b7509742085a14"  # of axe.min.js in the npm package axe-core


@cache
def source() -> str:
    """The package adds a newline to it."""
    script = files("axe_playwright_python").joinpath("axe.min.js").read_bytes().removesuffix(b"\n")
    if hashlib.sha256(script).hexdigest() != SHA256:
        raise RuntimeError(f"This is not axe-core {VERSION}.")
    return script.decode()
