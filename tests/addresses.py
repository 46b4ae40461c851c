"""The addresses of the product, as the URL resolver has them."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, resolve


def routes() -> Iterator[str]:
    """Each address of the product, with its parameters as the patterns name them."""
    yield from below(get_resolver("interviewai.urls"), "/")


def below(resolver: Any, before: str) -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern).removeprefix("^")
        if isinstance(each, URLResolver):
            yield from below(each, route)
        elif isinstance(each, URLPattern):
            yield plain(route)


def route_of(path: str) -> str:
    """The route that answers at this path."""
    return plain("/" + resolve(path).route.replace("^", ""))


def plain(route: str) -> str:
    return route.removesuffix(r"\Z").removesuffix("$").replace("\\", "")
